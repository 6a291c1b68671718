<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr">
<context>
    <name>About</name>
    <message>
        <source>About segdesk</source>
        <translation>À propos de segdesk</translation>
    </message>
    <message>
        <source>Customer segments, personal emails and import files from a customer table.</source>
        <translation>Segments de clients, e-mails personnels et fichiers d&apos;import à partir d&apos;une table de clients.</translation>
    </message>
    <message>
        <source>Apache License 2.0. Built with Qt (LGPL), DuckDB, scikit-learn and pyqtgraph.</source>
        <translation>Licence Apache 2.0. Fait avec Qt (LGPL), DuckDB, scikit-learn et pyqtgraph.</translation>
    </message>
    <message>
        <source>Copy versions</source>
        <translation>Copier les versions</translation>
    </message>
</context>
<context>
    <name>AccessDialog</name>
    <message>
        <source>Access to BigQuery</source>
        <translation>Accès à BigQuery</translation>
    </message>
    <message>
        <source>Checks</source>
        <translation>Contrôles</translation>
    </message>
    <message>
        <source>Check again</source>
        <translation>Vérifier à nouveau</translation>
    </message>
    <message>
        <source>Asking Google what this account may do…</source>
        <translation>Demande à Google de ce que ce compte peut faire…</translation>
    </message>
    <message>
        <source>One thing is missing. Send the line below it to an administrator.</source>
        <translation>Il manque une chose. Envoyez la ligne au-dessous à un administrateur.</translation>
    </message>
    <message>
        <source>{count} things are missing. Send the lines below them to an administrator.</source>
        <translation>Il manque {count} choses. Envoyez les lignes au-dessous à un administrateur.</translation>
    </message>
    <message>
        <source>Nothing is known to be missing; one thing could not be looked at.</source>
        <translation>Rien ne semble manquer&#x202f;; une chose n&apos;a pas pu être vérifiée.</translation>
    </message>
    <message>
        <source>Nothing is known to be missing; {count} things could not be looked at.</source>
        <translation>Rien ne semble manquer&#x202f;; {count} choses n&apos;ont pas pu être vérifiées.</translation>
    </message>
    <message>
        <source>Everything that is needed is there.</source>
        <translation>Tout ce qui est nécessaire est là.</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Copier</translation>
    </message>
    <message>
        <source>Copy the lines for {subject}</source>
        <translation>Copier les lignes pour {subject}</translation>
    </message>
    <message>
        <source>Create</source>
        <translation>Créer</translation>
    </message>
    <message>
        <source>Create {subject}</source>
        <translation>Créer {subject}</translation>
    </message>
    <message>
        <source>There</source>
        <translation>Présent</translation>
    </message>
    <message>
        <source>Missing</source>
        <translation>Manquant</translation>
    </message>
    <message>
        <source>Not known</source>
        <translation>Inconnu</translation>
    </message>
    <message>
        <source>Something is running. Try again when it has ended</source>
        <translation>Une opération est en cours. Réessayez quand elle sera terminée</translation>
    </message>
    <message>
        <source>The checks could not be made.</source>
        <translation>Les contrôles n&apos;ont pas pu être faits.</translation>
    </message>
</context>
<context>
    <name>AllHistograms</name>
    <message>
        <source>Logarithmic counts</source>
        <translation>Effectifs logarithmiques</translation>
    </message>
    <message>
        <source>Shows the few beside the many</source>
        <translation>Montre les rares à côté des nombreux</translation>
    </message>
</context>
<context>
    <name>Amounts</name>
    <message>
        <source>bytes</source>
        <translation>octets</translation>
    </message>
    <message>
        <source>KiB</source>
        <translation>Kio</translation>
    </message>
    <message>
        <source>MiB</source>
        <translation>Mio</translation>
    </message>
    <message>
        <source>GiB</source>
        <translation>Gio</translation>
    </message>
    <message>
        <source>TiB</source>
        <translation>Tio</translation>
    </message>
    <message>
        <source>less than {price}</source>
        <translation>moins de {price}</translation>
    </message>
    <message>
        <source>${amount}</source>
        <translation>{amount} $</translation>
    </message>
</context>
<context>
    <name>AxesBar</name>
    <message>
        <source>2D</source>
        <translation>2D</translation>
    </message>
    <message>
        <source>Two dimensions</source>
        <translation>Deux dimensions</translation>
    </message>
    <message>
        <source>3D</source>
        <translation>3D</translation>
    </message>
    <message>
        <source>Three dimensions</source>
        <translation>Trois dimensions</translation>
    </message>
    <message>
        <source>Dimensions</source>
        <translation>Dimensions</translation>
    </message>
    <message>
        <source>Across</source>
        <translation>Horizontal</translation>
    </message>
    <message>
        <source>Up</source>
        <translation>Vertical</translation>
    </message>
    <message>
        <source>PCA</source>
        <translation>ACP</translation>
    </message>
    <message>
        <source>The directions in which customers differ most</source>
        <translation>Les directions dans lesquelles les clients diffèrent le plus</translation>
    </message>
    <message>
        <source>UMAP</source>
        <translation>UMAP</translation>
    </message>
    <message>
        <source>Three dimensions of</source>
        <translation>Trois dimensions de</translation>
    </message>
    <message>
        <source>Customers who are alike stand together</source>
        <translation>Les clients qui se ressemblent sont côte à côte</translation>
    </message>
    <message>
        <source>Compute UMAP first</source>
        <translation>Calculez d&apos;abord UMAP</translation>
    </message>
</context>
<context>
    <name>AxisBox</name>
    <message>
        <source>log</source>
        <translation>log</translation>
    </message>
    <message>
        <source>{axis}: log scale</source>
        <translation>{axis}&#xa0;: échelle log</translation>
    </message>
    <message>
        <source>Log scale: spreads out small values</source>
        <translation>Échelle log&#xa0;: étale les petites valeurs</translation>
    </message>
    <message>
        <source>Only features can be shown on a log scale</source>
        <translation>Seules les variables peuvent être sur une échelle log</translation>
    </message>
</context>
<context>
    <name>Badge</name>
    <message>
        <source>Not run yet</source>
        <translation>Pas encore exécuté</translation>
    </message>
    <message>
        <source>Up to date</source>
        <translation>À jour</translation>
    </message>
    <message>
        <source>Out of date</source>
        <translation>Périmé</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>En cours</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Échec</translation>
    </message>
</context>
<context>
    <name>BigQueryPlace</name>
    <message>
        <source>Looking who is signed in…</source>
        <translation>Recherche du compte connecté…</translation>
    </message>
    <message>
        <source>Sign in…</source>
        <translation>Se connecter…</translation>
    </message>
    <message>
        <source>Limits…</source>
        <translation>Limites…</translation>
    </message>
    <message>
        <source>What it may cost, who pays, and where segdesk works</source>
        <translation>Ce que cela peut coûter, qui paie, et où segdesk travaille</translation>
    </message>
    <message>
        <source>Costs…</source>
        <translation>Coûts…</translation>
    </message>
    <message>
        <source>What was spent, and what segdesk has made in BigQuery</source>
        <translation>Ce qui a été dépensé, et ce que segdesk a créé dans BigQuery</translation>
    </message>
    <message>
        <source>Check access…</source>
        <translation>Vérifier l&apos;accès…</translation>
    </message>
    <message>
        <source>Which roles and services this needs, and which are missing</source>
        <translation>Quels rôles et services sont nécessaires, et lesquels manquent</translation>
    </message>
    <message>
        <source>Project</source>
        <translation>Projet</translation>
    </message>
    <message>
        <source>Dataset</source>
        <translation>Ensemble de données</translation>
    </message>
    <message>
        <source>Look up</source>
        <translation>Rechercher</translation>
    </message>
    <message>
        <source>Fill the lists with your projects, and with the datasets of the project</source>
        <translation>Remplir les listes avec vos projets et les ensembles de données du projet</translation>
    </message>
    <message>
        <source>Limits and place of work in BigQuery</source>
        <translation>Limites et lieu de travail dans BigQuery</translation>
    </message>
    <message>
        <source>the source&apos;s own project</source>
        <translation>le projet de la source</translation>
    </message>
    <message>
        <source>Most that a statement reads</source>
        <translation>Lecture maximale par instruction</translation>
    </message>
    <message>
        <source>Beyond it you are asked first.</source>
        <translation>Au-delà, on vous demande d&apos;abord.</translation>
    </message>
    <message>
        <source>Budget of this project</source>
        <translation>Budget de ce projet</translation>
    </message>
    <message>
        <source>US dollars by list price, all statements together. Beyond it you are asked first.</source>
        <translation>Dollars américains au prix public, toutes instructions comprises. Au-delà, on vous demande d&apos;abord.</translation>
    </message>
    <message>
        <source>Project that pays</source>
        <translation>Projet qui paie</translation>
    </message>
    <message>
        <source>Dataset to work in</source>
        <translation>Ensemble de travail</translation>
    </message>
    <message>
        <source>Tables and models are made there; it is made where it is missing.</source>
        <translation>Tables et modèles y sont créés&#x202f;; il est créé s&apos;il manque.</translation>
    </message>
    <message>
        <source>Names begin with</source>
        <translation>Les noms commencent par</translation>
    </message>
    <message>
        <source>Account…</source>
        <translation>Compte…</translation>
    </message>
</context>
<context>
    <name>Bridge</name>
    <message>
        <source>The calculation ended unexpectedly</source>
        <translation>Le calcul s&apos;est arrêté de façon inattendue</translation>
    </message>
    <message>
        <source>its process stopped (exit code {code})</source>
        <translation>son processus s&apos;est arrêté (code de sortie {code})</translation>
    </message>
    <message>
        <source>The project is as it was before. Try again, with fewer customers if memory is short</source>
        <translation>Le projet est tel qu&apos;avant. Réessayez, avec moins de clients si la mémoire manque</translation>
    </message>
</context>
<context>
    <name>BusyLine</name>
    <message>
        <source>Progress</source>
        <translation>Progression</translation>
    </message>
</context>
<context>
    <name>CategoryBars</name>
    <message>
        <source>Customers</source>
        <translation>Clients</translation>
    </message>
    <message>
        <source>{count} missing</source>
        <translation>{count} manquants</translation>
    </message>
    <message>
        <source>{count} customers ({share})</source>
        <translation>{count} clients ({share})</translation>
    </message>
    <message>
        <source>{title}: no values.</source>
        <translation>{title}&#xa0;: aucune valeur.</translation>
    </message>
    <message>
        <source>{title} of {count} customers; most frequent: {name}, {share}.</source>
        <translation>{title} de {count} clients&#x202f;; le plus fréquent&#xa0;: {name}, {share}.</translation>
    </message>
    <message>
        <source>All others</source>
        <translation>Tous les autres</translation>
    </message>
</context>
<context>
    <name>CentroidsTab</name>
    <message>
        <source>In units</source>
        <translation>En unités</translation>
    </message>
    <message>
        <source>The mean of each segment</source>
        <translation>La moyenne de chaque segment</translation>
    </message>
    <message>
        <source>As index</source>
        <translation>En indice</translation>
    </message>
    <message>
        <source>The mean in per cent of all customers&apos; mean: 100 is average</source>
        <translation>La moyenne en pour cent de celle de tous les clients&#xa0;: 100 est la moyenne</translation>
    </message>
    <message>
        <source>Figures</source>
        <translation>Chiffres</translation>
    </message>
    <message>
        <source>Centroids</source>
        <translation>Centroïdes</translation>
    </message>
    <message>
        <source>All customers: {value}</source>
        <translation>Tous les clients&#xa0;: {value}</translation>
    </message>
    <message>
        <source>index</source>
        <translation>indice</translation>
    </message>
</context>
<context>
    <name>CheckLines</name>
    <message>
        <source>No email was written.</source>
        <translation>Aucun e-mail n&apos;a été écrit.</translation>
    </message>
    <message>
        <source>The checks find nothing wrong.</source>
        <translation>Les contrôles ne trouvent rien à redire.</translation>
    </message>
    <message>
        <source>Checks</source>
        <translation>Contrôles</translation>
    </message>
</context>
<context>
    <name>ChoiceField</name>
    <message>
        <source>Choose the number by</source>
        <translation>Choisir le nombre par</translation>
    </message>
    <message>
        <source>Combined score</source>
        <translation>Score combiné</translation>
    </message>
    <message>
        <source>Silhouette</source>
        <translation>Silhouette</translation>
    </message>
    <message>
        <source>Davies-Bouldin</source>
        <translation>Davies-Bouldin</translation>
    </message>
    <message>
        <source>My own number</source>
        <translation>Mon propre nombre</translation>
    </message>
    <message>
        <source>Number of segments</source>
        <translation>Nombre de segments</translation>
    </message>
</context>
<context>
    <name>ClustersPage</name>
    <message>
        <source>Puts every customer into a segment, and shows what makes each segment different.</source>
        <translation>Place chaque client dans un segment, et montre ce qui distingue chacun.</translation>
    </message>
    <message>
        <source>Make the segments</source>
        <translation>Former les segments</translation>
    </message>
    <message>
        <source>No segments yet</source>
        <translation>Pas encore de segments</translation>
    </message>
    <message>
        <source>Make the segments, and see here who is in them, how they differ and how far they hold.</source>
        <translation>Formez les segments, et voyez ici qui s&apos;y trouve, en quoi ils diffèrent et jusqu&apos;où ils tiennent.</translation>
    </message>
    <message>
        <source>Excellent</source>
        <translation>Excellente</translation>
    </message>
    <message>
        <source>Good</source>
        <translation>Bonne</translation>
    </message>
    <message>
        <source>Moderate</source>
        <translation>Moyenne</translation>
    </message>
    <message>
        <source>Poor</source>
        <translation>Faible</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>inconnue</translation>
    </message>
    <message>
        <source>{feature}: {category}</source>
        <translation>{feature}&#xa0;: {category}</translation>
    </message>
</context>
<context>
    <name>ClustersSettingsCard</name>
    <message>
        <source>Settings of the segments</source>
        <translation>Réglages des segments</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Aucun</translation>
    </message>
    <message>
        <source>Outliers</source>
        <translation>Atypiques</translation>
    </message>
    <message>
        <source>This share of the customers, those farthest from their segment, is marked as outliers.</source>
        <translation>Cette part des clients, les plus éloignés de leur segment, est marquée comme atypique.</translation>
    </message>
    <message>
        <source>Draws for the stability</source>
        <translation>Tirages pour la stabilité</translation>
    </message>
    <message>
        <source>How often the customers are drawn anew to see whether each segment is found again. 0 leaves that out.</source>
        <translation>Combien de fois les clients sont tirés à nouveau pour voir si chaque segment se retrouve. 0 s&apos;en passe.</translation>
    </message>
    <message>
        <source>Share of outliers</source>
        <translation>Part d&apos;atypiques</translation>
    </message>
</context>
<context>
    <name>ClustersStrip</name>
    <message>
        <source>Segments at a glance</source>
        <translation>Les segments en un coup d&apos;œil</translation>
    </message>
    <message>
        <source>Customers</source>
        <translation>Clients</translation>
    </message>
    <message>
        <source>Outliers</source>
        <translation>Atypiques</translation>
    </message>
    <message>
        <source>Stability</source>
        <translation>Stabilité</translation>
    </message>
    <message>
        <source>Rules agree</source>
        <translation>Accord des règles</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Réglages</translation>
    </message>
    <message>
        <source>Outliers and stability</source>
        <translation>Atypiques et stabilité</translation>
    </message>
    <message>
        <source>Segments</source>
        <translation>Segments</translation>
    </message>
    <message>
        <source>How many there will be is chosen on Sweep.</source>
        <translation>Leur nombre se choisit dans Balayage.</translation>
    </message>
    <message>
        <source>{count} segments</source>
        <translation>{count} segments</translation>
    </message>
    <message>
        <source>{share} of the clustered customers are farther from their segment than is usual</source>
        <translation>{share} des clients segmentés sont plus loin de leur segment que d&apos;habitude</translation>
    </message>
    <message>
        <source>In all segments together</source>
        <translation>Dans tous les segments ensemble</translation>
    </message>
    <message>
        <source>{count} of them never bought: they are a segment of their own, beside the others</source>
        <translation>{count} d&apos;entre eux n&apos;ont jamais acheté&#xa0;: ils forment un segment à part, à côté des autres</translation>
    </message>
    <message>
        <source>Not measured</source>
        <translation>Non mesurée</translation>
    </message>
    <message>
        <source>Set how often it is measured under Settings</source>
        <translation>Indiquez dans Réglages combien de fois elle est mesurée</translation>
    </message>
    <message>
        <source>{value} on a scale where 1 means that the same segments are found again when customers are drawn anew, and 0 that they are found by chance (adjusted Rand index, {rows} customers)</source>
        <translation>{value} sur une échelle où 1 signifie que les mêmes segments se retrouvent quand les clients sont tirés à nouveau, et 0 qu&apos;ils se retrouvent par hasard (indice de Rand ajusté, {rows} clients)</translation>
    </message>
    <message>
        <source>The rules put {share} of the customers into their segment</source>
        <translation>Les règles placent {share} des clients dans leur segment</translation>
    </message>
    <message>
        <source>The rules put only {share} of the customers into their segment: do not rely on them</source>
        <translation>Les règles ne placent que {share} des clients dans leur segment&#xa0;: ne vous y fiez pas</translation>
    </message>
</context>
<context>
    <name>Commands</name>
    <message>
        <source>Segments</source>
        <translation>Segments</translation>
    </message>
    <message>
        <source>Keep the new project as</source>
        <translation>Garder le nouveau projet sous</translation>
    </message>
    <message>
        <source>Save a copy as</source>
        <translation>Enregistrer une copie sous</translation>
    </message>
    <message>
        <source>Diagnostics copied</source>
        <translation>Diagnostic copié</translation>
    </message>
    <message>
        <source>They hold versions, settings and figures, but no customer&apos;s data</source>
        <translation>Il contient des versions, des réglages et des chiffres, mais aucune donnée de client</translation>
    </message>
</context>
<context>
    <name>ConnectPage</name>
    <message>
        <source>Say where your customers are, and look at their tables.</source>
        <translation>Indiquez où sont vos clients, et regardez leurs tables.</translation>
    </message>
    <message>
        <source>List the tables</source>
        <translation>Lister les tables</translation>
    </message>
    <message>
        <source>Choose a file or a folder first</source>
        <translation>Choisissez d&apos;abord un fichier ou un dossier</translation>
    </message>
    <message>
        <source>Use the recipe that fits</source>
        <translation>Utiliser la recette qui convient</translation>
    </message>
    <message>
        <source>Choose the sample</source>
        <translation>Choisir l&apos;exemple</translation>
    </message>
    <message>
        <source>Name a project and a dataset first</source>
        <translation>Indiquez d&apos;abord un projet et un ensemble de données</translation>
    </message>
    <message>
        <source>Choose the source</source>
        <translation>Choisir la source</translation>
    </message>
    <message>
        <source>Change where BigQuery works and what it may cost</source>
        <translation>Changer où BigQuery travaille et ce que cela peut coûter</translation>
    </message>
    <message>
        <source>Choose the kind of sample</source>
        <translation>Choisir le type d&apos;exemple</translation>
    </message>
    <message>
        <source>Change the size of the sample</source>
        <translation>Changer la taille de l&apos;exemple</translation>
    </message>
    <message>
        <source>Change the seed of the sample</source>
        <translation>Changer la graine de l&apos;exemple</translation>
    </message>
</context>
<context>
    <name>CorrelationMap</name>
    <message>
        <source>Correlation</source>
        <translation>Corrélation</translation>
    </message>
    <message>
        <source>1: rise together · 0: unrelated · −1: one falls as the other rises</source>
        <translation>1&#xa0;: montent ensemble · 0&#xa0;: sans lien · −1&#xa0;: l&apos;une baisse quand l&apos;autre monte</translation>
    </message>
    <message>
        <source>Correlation of {count} features.</source>
        <translation>Corrélation de {count} variables.</translation>
    </message>
    <message>
        <source>Correlation of {count} features; closest: {first} and {second}, {value}.</source>
        <translation>Corrélation de {count} variables&#x202f;; les plus proches&#xa0;: {first} et {second}, {value}.</translation>
    </message>
    <message>
        <source>Feature</source>
        <translation>Variable</translation>
    </message>
    <message>
        <source>{first} and {second}: {value}</source>
        <translation>{first} et {second}&#xa0;: {value}</translation>
    </message>
</context>
<context>
    <name>CorrelationView</name>
    <message>
        <source>Features that say nearly the same</source>
        <translation>Variables qui disent presque la même chose</translation>
    </message>
    <message>
        <source>There are none: each feature adds something.</source>
        <translation>Il n&apos;y en a pas&#xa0;: chaque variable apporte quelque chose.</translation>
    </message>
</context>
<context>
    <name>CostsDialog</name>
    <message>
        <source>Costs and clean-up in BigQuery</source>
        <translation>Coûts et nettoyage dans BigQuery</translation>
    </message>
    <message>
        <source>Adding up…</source>
        <translation>Addition…</translation>
    </message>
    <message>
        <source>Share of the budget that is spent</source>
        <translation>Part du budget dépensée</translation>
    </message>
    <message>
        <source>What was spent</source>
        <translation>Dépenses</translation>
    </message>
    <message>
        <source>What was made</source>
        <translation>Créations</translation>
    </message>
    <message>
        <source>{spent} of {budget} spent, {left} left</source>
        <translation>{spent} dépensés sur {budget}, reste {left}</translation>
    </message>
    <message>
        <source>{bytes} were billed, in {count} jobs. By the list prices of {day}; your own: {file}</source>
        <translation>{bytes} facturés, en {count} tâches. Aux prix publics du {day}&#x202f;; les vôtres&#xa0;: {file}</translation>
    </message>
</context>
<context>
    <name>CountriesDialog</name>
    <message>
        <source>Languages by country</source>
        <translation>Langues par pays</translation>
    </message>
    <message>
        <source>The customers have no countries: everybody gets English.</source>
        <translation>Les clients n&apos;ont pas de pays&#xa0;: tous reçoivent de l&apos;anglais.</translation>
    </message>
    <message>
        <source>Only without a language of their own</source>
        <translation>Seulement sans langue à eux</translation>
    </message>
    <message>
        <source>Reset selected</source>
        <translation>Réinitialiser la sélection</translation>
    </message>
    <message>
        <source>Reset all</source>
        <translation>Tout réinitialiser</translation>
    </message>
    <message>
        <source>Customers are written to in the language of their country. Where there are no texts in it, they get English. Double-click a language to change it.</source>
        <translation>On écrit aux clients dans la langue de leur pays. Là où il n&apos;y a pas de textes dans celle-ci, ils reçoivent de l&apos;anglais. Double-cliquez sur une langue pour la changer.</translation>
    </message>
    <message>
        <source>Give up your own choice for the selected countries</source>
        <translation>Renoncer à votre choix pour les pays sélectionnés</translation>
    </message>
    <message>
        <source>Give up your own choice for every country</source>
        <translation>Renoncer à votre choix pour tous les pays</translation>
    </message>
    <message>
        <source>Country</source>
        <translation>Pays</translation>
    </message>
    <message>
        <source>Customers</source>
        <translation>Clients</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Langue</translation>
    </message>
    <message>
        <source>What people read there</source>
        <translation>Ce que les gens y lisent</translation>
    </message>
    <message>
        <source>Written in</source>
        <translation>Écrit en</translation>
    </message>
    <message>
        <source>The language that they get</source>
        <translation>La langue qu&apos;ils reçoivent</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Source</translation>
    </message>
    <message>
        <source>Who says which language it is</source>
        <translation>Qui dit de quelle langue il s&apos;agit</translation>
    </message>
    <message>
        <source>No country</source>
        <translation>Sans pays</translation>
    </message>
    <message>
        <source>Not known</source>
        <translation>Inconnue</translation>
    </message>
    <message>
        <source>Language of {country}</source>
        <translation>Langue de {country}</translation>
    </message>
    <message>
        <source>Reset languages</source>
        <translation>Réinitialiser des langues</translation>
    </message>
    <message>
        <source>Reset all languages</source>
        <translation>Réinitialiser toutes les langues</translation>
    </message>
</context>
<context>
    <name>CustomerCard</name>
    <message>
        <source>Copy all fields</source>
        <translation>Copier tous les champs</translation>
    </message>
    <message>
        <source>Find in the table</source>
        <translation>Trouver dans la table</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Fermer</translation>
    </message>
    <message>
        <source>Outlier</source>
        <translation>Atypique</translation>
    </message>
    <message>
        <source>Farther from its segment&apos;s centre than is usual</source>
        <translation>Plus loin du centre de son segment que d&apos;habitude</translation>
    </message>
    <message>
        <source>Fields of the customer</source>
        <translation>Champs du client</translation>
    </message>
    <message>
        <source>Customer</source>
        <translation>Client</translation>
    </message>
    <message>
        <source>Customer {key}</source>
        <translation>Client {key}</translation>
    </message>
    <message>
        <source>In no segment</source>
        <translation>Dans aucun segment</translation>
    </message>
    <message>
        <source>{times} times the usual distance from the segment&apos;s centre</source>
        <translation>{times} fois la distance habituelle au centre du segment</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>Champ</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Valeur</translation>
    </message>
</context>
<context>
    <name>CustomersTab</name>
    <message>
        <source>Clear selection</source>
        <translation>Effacer la sélection</translation>
    </message>
    <message>
        <source>Show all segments again</source>
        <translation>Montrer à nouveau tous les segments</translation>
    </message>
    <message>
        <source>Mark on the map</source>
        <translation>Marquer sur la carte</translation>
    </message>
    <message>
        <source>Mark the selected rows on the map</source>
        <translation>Marquer les lignes sélectionnées sur la carte</translation>
    </message>
    <message>
        <source>Customers</source>
        <translation>Clients</translation>
    </message>
    <message>
        <source>Only the selected customer</source>
        <translation>Seulement le client sélectionné</translation>
    </message>
    <message>
        <source>Only the {count} selected customers</source>
        <translation>Seulement les {count} clients sélectionnés</translation>
    </message>
    <message>
        <source>All segments are hidden</source>
        <translation>Tous les segments sont masqués</translation>
    </message>
    <message>
        <source>Only {shown} of {count} segments</source>
        <translation>Seulement {shown} segments sur {count}</translation>
    </message>
    <message>
        <source>Only {segment}</source>
        <translation>Seulement {segment}</translation>
    </message>
</context>
<context>
    <name>DateField</name>
    <message>
        <source>Pick from a calendar</source>
        <translation>Choisir dans un calendrier</translation>
    </message>
    <message>
        <source>{name}: pick from a calendar</source>
        <translation>{name}&#xa0;: choisir dans un calendrier</translation>
    </message>
    <message>
        <source>Write the day like 2026-01-31</source>
        <translation>Écrivez le jour comme 2026-01-31</translation>
    </message>
</context>
<context>
    <name>Deleted</name>
    <message>
        <source>1 thing was deleted in BigQuery</source>
        <translation>1 objet a été supprimé dans BigQuery</translation>
    </message>
    <message>
        <source>{count} things were deleted in BigQuery</source>
        <translation>{count} objets ont été supprimés dans BigQuery</translation>
    </message>
    <message>
        <source>Nothing was deleted in BigQuery</source>
        <translation>Rien n&apos;a été supprimé dans BigQuery</translation>
    </message>
</context>
<context>
    <name>DesignationField</name>
    <message>
        <source>Designation</source>
        <translation>Description</translation>
    </message>
    <message>
        <source>Leave it empty for the suggested sentence</source>
        <translation>Laissez vide pour la phrase suggérée</translation>
    </message>
</context>
<context>
    <name>EmailActions</name>
    <message>
        <source>Approve</source>
        <translation>Approuver</translation>
    </message>
    <message>
        <source>Let it go out</source>
        <translation>Le laisser partir</translation>
    </message>
    <message>
        <source>Reject</source>
        <translation>Rejeter</translation>
    </message>
    <message>
        <source>Keep it from going out</source>
        <translation>L&apos;empêcher de partir</translation>
    </message>
    <message>
        <source>Leave open</source>
        <translation>Laisser ouvert</translation>
    </message>
    <message>
        <source>Take back that it was approved or rejected</source>
        <translation>Reprendre l&apos;approbation ou le rejet</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Modifier</translation>
    </message>
    <message>
        <source>Put it into your own words</source>
        <translation>Le mettre dans vos propres mots</translation>
    </message>
    <message>
        <source>{tip} ({key})</source>
        <translation>{tip} ({key})</translation>
    </message>
</context>
<context>
    <name>EmailDetail</name>
    <message>
        <source>Prompt</source>
        <translation>Prompt</translation>
    </message>
    <message>
        <source>No email selected</source>
        <translation>Aucun e-mail sélectionné</translation>
    </message>
    <message>
        <source>Email</source>
        <translation>E-mail</translation>
    </message>
    <message>
        <source>Facts</source>
        <translation>Faits</translation>
    </message>
    <message>
        <source>What a language model would be asked; no name, no address</source>
        <translation>Ce qui serait demandé à un modèle de langage&#x202f;; ni nom, ni adresse</translation>
    </message>
    <message>
        <source>What is shown of the email</source>
        <translation>Ce qui est montré de l&apos;e-mail</translation>
    </message>
    <message>
        <source>Customer {customer}</source>
        <translation>Client {customer}</translation>
    </message>
    <message>
        <source>{count} emails are selected.</source>
        <translation>{count} e-mails sont sélectionnés.</translation>
    </message>
    <message>
        <source>The notebook has no prompt for this customer.</source>
        <translation>Le notebook n&apos;a pas de prompt pour ce client.</translation>
    </message>
    <message>
        <source>You have changed the email to {customer} and not saved it.</source>
        <translation>Vous avez modifié l&apos;e-mail à {customer} sans l&apos;enregistrer.</translation>
    </message>
</context>
<context>
    <name>EmailEditor</name>
    <message>
        <source>Subject</source>
        <translation>Objet</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Texte</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Enregistrer</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <source>Original text</source>
        <translation>Texte d&apos;origine</translation>
    </message>
    <message>
        <source>Keep the text and check it again ({keys})</source>
        <translation>Garder le texte et le contrôler à nouveau ({keys})</translation>
    </message>
    <message>
        <source>Begin again with what was written for you</source>
        <translation>Repartir de ce qui a été écrit pour vous</translation>
    </message>
    <message>
        <source>Text, with its greeting and closing line</source>
        <translation>Texte, avec sa formule d&apos;appel et sa formule finale</translation>
    </message>
    <message>
        <source>The subject is empty.</source>
        <translation>L&apos;objet est vide.</translation>
    </message>
    <message>
        <source>The text is empty. Reject the email if nobody is to get it.</source>
        <translation>Le texte est vide. Rejetez l&apos;e-mail si personne ne doit le recevoir.</translation>
    </message>
    <message>
        <source>{length} characters, at most {longest} are allowed.</source>
        <translation>{length} caractères, {longest} au plus sont permis.</translation>
    </message>
</context>
<context>
    <name>EmailFacts</name>
    <message>
        <source>What the checks say</source>
        <translation>Ce que disent les contrôles</translation>
    </message>
    <message>
        <source>What it was made from</source>
        <translation>À partir de quoi il a été fait</translation>
    </message>
    <message>
        <source>Facts</source>
        <translation>Faits</translation>
    </message>
    <message>
        <source>Segment</source>
        <translation>Segment</translation>
    </message>
    <message>
        <source>About it</source>
        <translation>À son sujet</translation>
    </message>
    <message>
        <source>Tone</source>
        <translation>Ton</translation>
    </message>
    <message>
        <source>Country</source>
        <translation>Pays</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Langue</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Words</source>
        <translation>Mots</translation>
    </message>
    <message>
        <source>Not known</source>
        <translation>Inconnue</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Aucun</translation>
    </message>
    <message>
        <source>Your own</source>
        <translation>Les vôtres</translation>
    </message>
    <message>
        <source>As they were written</source>
        <translation>Tels qu&apos;ils ont été écrits</translation>
    </message>
</context>
<context>
    <name>EmailList</name>
    <message>
        <source>Emails</source>
        <translation>E-mails</translation>
    </message>
    <message>
        <source>No email is like that.</source>
        <translation>Aucun e-mail n&apos;est ainsi.</translation>
    </message>
    <message>
        <source>Approve all that pass ({count})</source>
        <translation>Approuver tous ceux qui passent ({count})</translation>
    </message>
    <message>
        <source>Approve all that pass</source>
        <translation>Approuver tous ceux qui passent</translation>
    </message>
    <message>
        <source>Approve every email that waits for you and in which the checks find nothing wrong</source>
        <translation>Approuver chaque e-mail qui vous attend et où les contrôles ne trouvent rien à redire</translation>
    </message>
</context>
<context>
    <name>EmailPreview</name>
    <message>
        <source>Email</source>
        <translation>E-mail</translation>
    </message>
    <message>
        <source>Copy subject</source>
        <translation>Copier l&apos;objet</translation>
    </message>
    <message>
        <source>Copy text</source>
        <translation>Copier le texte</translation>
    </message>
    <message>
        <source>Open in browser</source>
        <translation>Ouvrir dans le navigateur</translation>
    </message>
    <message>
        <source>From</source>
        <translation>De</translation>
    </message>
    <message>
        <source>To</source>
        <translation>À</translation>
    </message>
    <message>
        <source>The email could not be opened in the browser</source>
        <translation>L&apos;e-mail n&apos;a pas pu être ouvert dans le navigateur</translation>
    </message>
    <message>
        <source>Make room on the disk</source>
        <translation>Faites de la place sur le disque</translation>
    </message>
    <message>
        <source>no browser was found</source>
        <translation>aucun navigateur n&apos;a été trouvé</translation>
    </message>
</context>
<context>
    <name>EmailTable</name>
    <message>
        <source>Emails</source>
        <translation>E-mails</translation>
    </message>
    <message>
        <source>Customer</source>
        <translation>Client</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>État</translation>
    </message>
    <message>
        <source>Subject</source>
        <translation>Objet</translation>
    </message>
    <message>
        <source>Segment</source>
        <translation>Segment</translation>
    </message>
    <message>
        <source>Country</source>
        <translation>Pays</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Langue</translation>
    </message>
    <message>
        <source>Checks</source>
        <translation>Contrôles</translation>
    </message>
    <message>
        <source>What the checks find in the text</source>
        <translation>Ce que les contrôles trouvent dans le texte</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Where it would go; no language model gets to see it</source>
        <translation>Où il irait&#x202f;; aucun modèle de langage ne le voit</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modèle</translation>
    </message>
    <message>
        <source>Whether the language model answered, and how it ended</source>
        <translation>Si le modèle de langage a répondu, et comment cela s&apos;est terminé</translation>
    </message>
</context>
<context>
    <name>EmailsPage</name>
    <message>
        <source>Write a personal email to each customer of a sample, and decide which may go out.</source>
        <translation>Écrire un e-mail personnel à chaque client d&apos;un échantillon, et décider lesquels peuvent partir.</translation>
    </message>
    <message>
        <source>Write the emails</source>
        <translation>Écrire les e-mails</translation>
    </message>
    <message>
        <source>Writing the emails…</source>
        <translation>Écriture des e-mails…</translation>
    </message>
    <message>
        <source>No emails yet</source>
        <translation>Pas encore d&apos;e-mails</translation>
    </message>
    <message>
        <source>Once they are written, you read and change them here, and decide which may go out.</source>
        <translation>Une fois écrits, vous les lisez et les modifiez ici, et décidez lesquels peuvent partir.</translation>
    </message>
    <message>
        <source>Approve the email to {customer}</source>
        <translation>Approuver l&apos;e-mail à {customer}</translation>
    </message>
    <message>
        <source>Approve {count} emails</source>
        <translation>Approuver {count} e-mails</translation>
    </message>
    <message>
        <source>Reject the email to {customer}</source>
        <translation>Rejeter l&apos;e-mail à {customer}</translation>
    </message>
    <message>
        <source>Reject {count} emails</source>
        <translation>Rejeter {count} e-mails</translation>
    </message>
    <message>
        <source>Leave the email to {customer} open</source>
        <translation>Laisser ouvert l&apos;e-mail à {customer}</translation>
    </message>
    <message>
        <source>Leave {count} emails open</source>
        <translation>Laisser ouverts {count} e-mails</translation>
    </message>
    <message>
        <source>Approve {count} emails that pass</source>
        <translation>Approuver {count} e-mails qui passent</translation>
    </message>
    <message>
        <source>Edit the email to {customer}</source>
        <translation>Modifier l&apos;e-mail à {customer}</translation>
    </message>
</context>
<context>
    <name>EmailsSettingsPanel</name>
    <message>
        <source>What to write</source>
        <translation>Quoi écrire</translation>
    </message>
    <message>
        <source>Templates work offline, in nine languages, and cost nothing.</source>
        <translation>Les modèles de texte marchent hors ligne, en neuf langues, et ne coûtent rien.</translation>
    </message>
    <message>
        <source>Tick at least one segment</source>
        <translation>Cochez au moins un segment</translation>
    </message>
    <message>
        <source>Tick at least one language</source>
        <translation>Cochez au moins une langue</translation>
    </message>
    <message>
        <source>Tick at least one.</source>
        <translation>Cochez-en au moins un.</translation>
    </message>
    <message>
        <source>Number of emails</source>
        <translation>Nombre d&apos;e-mails</translation>
    </message>
    <message>
        <source>Segments</source>
        <translation>Segments</translation>
    </message>
    <message>
        <source>Languages</source>
        <translation>Langues</translation>
    </message>
    <message>
        <source>Languages by country…</source>
        <translation>Langues par pays…</translation>
    </message>
    <message>
        <source>Which country reads what</source>
        <translation>Quel pays lit quoi</translation>
    </message>
    <message>
        <source>Languages by country</source>
        <translation>Langues par pays</translation>
    </message>
    <message>
        <source>Your own language list</source>
        <translation>Votre propre liste de langues</translation>
    </message>
    <message>
        <source>CSV files (*.csv *.txt *.tsv)</source>
        <translation>Fichiers CSV (*.csv *.txt *.tsv)</translation>
    </message>
    <message>
        <source>A CSV file with the columns country and language. It goes before the built-in list.</source>
        <translation>Un fichier CSV avec les colonnes country et language. Il passe avant la liste intégrée.</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Aucun</translation>
    </message>
    <message>
        <source>Written by</source>
        <translation>Écrits par</translation>
    </message>
    <message>
        <source>Who writes the emails</source>
        <translation>Qui écrit les e-mails</translation>
    </message>
    <message>
        <source>Templates</source>
        <translation>Modèles de texte</translation>
    </message>
    <message>
        <source>Segments that get emails</source>
        <translation>Segments qui reçoivent des e-mails</translation>
    </message>
    <message>
        <source>Languages of the emails</source>
        <translation>Langues des e-mails</translation>
    </message>
</context>
<context>
    <name>EngineFields</name>
    <message>
        <source>For customers in BigQuery: choose them on Connect</source>
        <translation>Pour des clients dans BigQuery&#xa0;: choisissez-les dans Connexion</translation>
    </message>
    <message>
        <source>Models are trained on all customers, where they are.</source>
        <translation>Les modèles sont entraînés sur tous les clients, là où ils se trouvent.</translation>
    </message>
    <message>
        <source>Each number is tried on the customers in this project. Costs nothing.</source>
        <translation>Chaque nombre est essayé sur les clients de ce projet. Ne coûte rien.</translation>
    </message>
    <message>
        <source>From customers drawn with the seed: the same model again every time.</source>
        <translation>À partir de clients tirés avec la graine&#xa0;: chaque fois le même modèle.</translation>
    </message>
    <message>
        <source>BigQuery ML draws, and has no seed: another run gives other segments.</source>
        <translation>BigQuery ML tire au sort, sans graine&#xa0;: une autre exécution donne d&apos;autres segments.</translation>
    </message>
    <message>
        <source>Where it runs</source>
        <translation>Où cela s&apos;exécute</translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>Cet ordinateur</translation>
    </message>
    <message>
        <source>BigQuery ML</source>
        <translation>BigQuery ML</translation>
    </message>
    <message>
        <source>Start of each model</source>
        <translation>Départ de chaque modèle</translation>
    </message>
    <message>
        <source>Distance between customers</source>
        <translation>Distance entre clients</translation>
    </message>
    <message>
        <source>Euclidean</source>
        <translation>Euclidienne</translation>
    </message>
    <message>
        <source>How far apart they are</source>
        <translation>À quel point ils sont éloignés</translation>
    </message>
    <message>
        <source>Cosine</source>
        <translation>Cosinus</translation>
    </message>
    <message>
        <source>How different their proportions are</source>
        <translation>À quel point leurs proportions diffèrent</translation>
    </message>
    <message>
        <source>Updates at most</source>
        <translation>Mises à jour au plus</translation>
    </message>
    <message>
        <source>Training ends after so many updates of the centers.</source>
        <translation>L&apos;entraînement s&apos;arrête après ce nombre de mises à jour des centres.</translation>
    </message>
    <message>
        <source>Stop early</source>
        <translation>Arrêt anticipé</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>Oui</translation>
    </message>
    <message>
        <source>No</source>
        <translation>Non</translation>
    </message>
    <message>
        <source>Ends when an update makes it hardly better.</source>
        <translation>S&apos;arrête quand une mise à jour n&apos;améliore presque plus rien.</translation>
    </message>
    <message>
        <source>Hardly better means less than</source>
        <translation>Presque plus rien&#xa0;: moins de</translation>
    </message>
    <message>
        <source>A share of the loss: 0.01 is one percent.</source>
        <translation>Une part de la perte&#xa0;: 0,01 est un pour cent.</translation>
    </message>
    <message>
        <source>Models at a time</source>
        <translation>Modèles à la fois</translation>
    </message>
    <message>
        <source>More are done sooner, and cost the same.</source>
        <translation>Davantage finissent plus tôt et coûtent autant.</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>Left out as personal data: {columns}</source>
        <translation>Écartées comme données personnelles&#xa0;: {columns}</translation>
    </message>
    <message>
        <source>Google Analytics forbids whatever says who a person is</source>
        <translation>Google Analytics interdit tout ce qui dit qui est une personne</translation>
    </message>
    <message>
        <source>Analytics would refuse the file: put right what is listed first</source>
        <translation>Analytics refuserait le fichier&#xa0;: corrigez d&apos;abord ce qui est listé en premier</translation>
    </message>
    <message>
        <source>Keep the mapping and write all files (Ctrl+Enter)</source>
        <translation>Garder la correspondance et écrire tous les fichiers (Ctrl+Entrée)</translation>
    </message>
    <message>
        <source>Load a schema</source>
        <translation>Charger un schéma</translation>
    </message>
    <message>
        <source>Save as a schema</source>
        <translation>Enregistrer comme schéma</translation>
    </message>
    <message>
        <source>The schema is saved as {file}</source>
        <translation>Le schéma est enregistré sous {file}</translation>
    </message>
    <message>
        <source>Schemas (*.csv *.txt)</source>
        <translation>Schémas (*.csv *.txt)</translation>
    </message>
    <message>
        <source>Set up the GA360 file</source>
        <translation>Préparer le fichier GA360</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Fermer</translation>
    </message>
</context>
<context>
    <name>ExportFrame</name>
    <message>
        <source>Set up the import file</source>
        <translation>Préparer le fichier d&apos;import</translation>
    </message>
    <message>
        <source>Which column goes under which name in Google Analytics</source>
        <translation>Quelle colonne va sous quel nom dans Google Analytics</translation>
    </message>
    <message>
        <source>Google closed Universal Analytics in July 2024 and takes no more imports. The file keeps to its format, for tools that still read it.</source>
        <translation>Google a fermé Universal Analytics en juillet 2024 et n&apos;accepte plus d&apos;imports. Le fichier garde son format, pour les outils qui le lisent encore.</translation>
    </message>
    <message>
        <source>Write</source>
        <translation>Écrire</translation>
    </message>
    <message>
        <source>Keep the mapping</source>
        <translation>Garder la correspondance</translation>
    </message>
    <message>
        <source>Remember it for the next time the files are written</source>
        <translation>La retenir pour la prochaine écriture des fichiers</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Annuler</translation>
    </message>
</context>
<context>
    <name>ExportPage</name>
    <message>
        <source>Write everything as files: for spreadsheets, for your warehouse and for Analytics.</source>
        <translation>Écrire tout sous forme de fichiers&#xa0;: pour les tableurs, votre entrepôt et Analytics.</translation>
    </message>
    <message>
        <source>Write the files</source>
        <translation>Écrire les fichiers</translation>
    </message>
    <message>
        <source>Nothing to write yet</source>
        <translation>Rien à écrire pour l&apos;instant</translation>
    </message>
    <message>
        <source>Once the customers are in segments, the files that can be written are listed here.</source>
        <translation>Une fois les clients dans des segments, les fichiers qui peuvent être écrits sont listés ici.</translation>
    </message>
    <message>
        <source>These {count} files will be written.</source>
        <translation>Ces {count} fichiers seront écrits.</translation>
    </message>
    <message>
        <source>Last written {when}: {count} files, {size} MB.</source>
        <translation>Dernière écriture {when}&#xa0;: {count} fichiers, {size} Mo.</translation>
    </message>
    <message>
        <source>They are in {folder}.</source>
        <translation>Ils sont dans {folder}.</translation>
    </message>
    <message>
        <source>Something has changed since: write them again.</source>
        <translation>Quelque chose a changé depuis&#xa0;: écrivez-les à nouveau.</translation>
    </message>
    <message>
        <source>Choose the folder</source>
        <translation>Choisir le dossier</translation>
    </message>
    <message>
        <source>Write the GA360 file</source>
        <translation>Écrire le fichier GA360</translation>
    </message>
    <message>
        <source>Leave out the GA360 file</source>
        <translation>Écarter le fichier GA360</translation>
    </message>
</context>
<context>
    <name>FeaturePlot</name>
    <message>
        <source>As it is</source>
        <translation>Telle quelle</translation>
    </message>
    <message>
        <source>In its own unit, all customers</source>
        <translation>Dans sa propre unité, tous les clients</translation>
    </message>
    <message>
        <source>As clustered</source>
        <translation>Telle que segmentée</translation>
    </message>
    <message>
        <source>Filled, transformed and scaled; without customers who are set aside</source>
        <translation>Complétée, transformée et mise à l&apos;échelle&#x202f;; sans les clients mis à part</translation>
    </message>
    <message>
        <source>Before or after preparation</source>
        <translation>Avant ou après préparation</translation>
    </message>
    <message>
        <source>{title}, as clustered</source>
        <translation>{title}, telle que segmentée</translation>
    </message>
</context>
<context>
    <name>FeatureTable</name>
    <message>
        <source>Features</source>
        <translation>Variables</translation>
    </message>
    <message>
        <source>Reset to the recipe&apos;s</source>
        <translation>Revenir à ceux de la recette</translation>
    </message>
    <message>
        <source>Use the recipe&apos;s own features, prepared as it prepares them</source>
        <translation>Utiliser les variables de la recette, préparées comme elle les prépare</translation>
    </message>
    <message>
        <source>{customers} customers · {used} of {count} features used</source>
        <translation>{customers} clients · {used} variables utilisées sur {count}</translation>
    </message>
    <message>
        <source>as of {day}</source>
        <translation>au {day}</translation>
    </message>
    <message>
        <source>customers who never bought are set aside</source>
        <translation>les clients qui n&apos;ont jamais acheté sont mis à part</translation>
    </message>
    <message>
        <source>Customers are grouped by the ticked features.</source>
        <translation>Les clients sont regroupés d&apos;après les variables cochées.</translation>
    </message>
    <message>
        <source>Feature</source>
        <translation>Variable</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>Utiliser</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>Unité</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Nature</translation>
    </message>
    <message>
        <source>What takes the place of a missing value. The notebook&apos;s sweep decides that by itself.</source>
        <translation>Ce qui remplace une valeur manquante. Le balayage du notebook en décide lui-même.</translation>
    </message>
    <message>
        <source>What takes the place of a missing value.</source>
        <translation>Ce qui remplace une valeur manquante.</translation>
    </message>
    <message>
        <source>Gaps become</source>
        <translation>Manquants</translation>
    </message>
    <message>
        <source>Transform</source>
        <translation>Transformation</translation>
    </message>
    <message>
        <source>Logarithm draws large values in. Winsorise cuts off what lies beyond the 1st and the 99th percentile.</source>
        <translation>Le logarithme resserre les grandes valeurs. Winsoriser coupe ce qui dépasse les 1er et 99e centiles.</translation>
    </message>
    <message>
        <source>Scale</source>
        <translation>Échelle</translation>
    </message>
    <message>
        <source>Makes features comparable. z-score: by mean and standard deviation. Robust: by median and quartiles, which single large values do not move.</source>
        <translation>Rend les variables comparables. Score z&#xa0;: par moyenne et écart type. Robuste&#xa0;: par médiane et quartiles, que de rares grandes valeurs ne déplacent pas.</translation>
    </message>
    <message>
        <source>Missing</source>
        <translation>Manquants</translation>
    </message>
    <message>
        <source>Mean</source>
        <translation>Moyenne</translation>
    </message>
    <message>
        <source>Median</source>
        <translation>Médiane</translation>
    </message>
    <message>
        <source>Std. dev.</source>
        <translation>Écart type</translation>
    </message>
    <message>
        <source>Min</source>
        <translation>Min</translation>
    </message>
    <message>
        <source>Max</source>
        <translation>Max</translation>
    </message>
    <message>
        <source>Skew</source>
        <translation>Asymétrie</translation>
    </message>
    <message>
        <source>At least one feature has to be used</source>
        <translation>Au moins une variable doit être utilisée</translation>
    </message>
</context>
<context>
    <name>FeaturesPage</name>
    <message>
        <source>Describe every customer in figures, and choose which figures make the segments.</source>
        <translation>Décrivez chaque client en chiffres, et choisissez ceux qui font les segments.</translation>
    </message>
    <message>
        <source>Build the customer table</source>
        <translation>Construire la table des clients</translation>
    </message>
    <message>
        <source>What the recipe makes</source>
        <translation>Ce que fait la recette</translation>
    </message>
    <message>
        <source>SQL</source>
        <translation>SQL</translation>
    </message>
    <message>
        <source>Choose the recipe {recipe}</source>
        <translation>Choisir la recette {recipe}</translation>
    </message>
    <message>
        <source>Choose the mode {mode}</source>
        <translation>Choisir le mode {mode}</translation>
    </message>
    <message>
        <source>Customers to bring here</source>
        <translation>Clients à rapatrier</translation>
    </message>
    <message>
        <source>The first day is after the last one</source>
        <translation>Le premier jour est après le dernier</translation>
    </message>
    <message>
        <source>Change {setting}</source>
        <translation>Changer {setting}</translation>
    </message>
    <message>
        <source>Use {feature}</source>
        <translation>Utiliser {feature}</translation>
    </message>
    <message>
        <source>Leave {feature} out</source>
        <translation>Écarter {feature}</translation>
    </message>
    <message>
        <source>Prepare {feature} differently</source>
        <translation>Préparer {feature} autrement</translation>
    </message>
    <message>
        <source>Reset the features</source>
        <translation>Réinitialiser les variables</translation>
    </message>
    <message>
        <source>Leave out unknown features</source>
        <translation>Écarter les variables inconnues</translation>
    </message>
    <message>
        <source>Shop</source>
        <translation>Boutique</translation>
    </message>
    <message>
        <source>Analytics</source>
        <translation>Analytics</translation>
    </message>
    <message>
        <source>Your own</source>
        <translation>Les vôtres</translation>
    </message>
    <message>
        <source>One row per customer, from a shop&apos;s users, orders, products and events as in Google&apos;s data set thelook.</source>
        <translation>Une ligne par client, à partir des utilisateurs, commandes, produits et événements d&apos;une boutique, comme dans le jeu de données thelook de Google.</translation>
    </message>
    <message>
        <source>One row per visitor, from the daily sessions of Google Analytics 360.</source>
        <translation>Une ligne par visiteur, à partir des sessions quotidiennes de Google Analytics 360.</translation>
    </message>
    <message>
        <source>Any table or query with one row per customer. You say which column is what.</source>
        <translation>Toute table ou requête avec une ligne par client. Vous dites quelle colonne est quoi.</translation>
    </message>
    <message>
        <source>Careful</source>
        <translation>Prudent</translation>
    </message>
    <message>
        <source>As the notebook</source>
        <translation>Comme le notebook</translation>
    </message>
    <message>
        <source>Leaves out what was cancelled or returned, counts an order once, and sets customers who never bought aside.</source>
        <translation>Écarte ce qui a été annulé ou retourné, compte une commande une fois, et met à part les clients qui n&apos;ont jamais acheté.</translation>
    </message>
    <message>
        <source>Does exactly what the notebook does: every item counts as an order, cancelled ones too, and months are counted from today.</source>
        <translation>Fait exactement ce que fait le notebook&#xa0;: chaque article compte comme une commande, même annulée, et les mois sont comptés à partir d&apos;aujourd&apos;hui.</translation>
    </message>
    <message>
        <source>Counts completed purchases with their quantities, and sets visitors who never bought aside.</source>
        <translation>Compte les achats aboutis avec leurs quantités, et met à part les visiteurs qui n&apos;ont jamais acheté.</translation>
    </message>
    <message>
        <source>Does exactly what the tutorial does: a click on a product counts like a purchase, prices are added up without quantities, and made-up gender and income are clustered on.</source>
        <translation>Fait exactement ce que fait le tutoriel&#xa0;: un clic sur un produit compte comme un achat, les prix s&apos;additionnent sans quantités, et un genre et un revenu inventés entrent dans la segmentation.</translation>
    </message>
    <message>
        <source>{recipe} needs a table {table}, which is not there.</source>
        <translation>{recipe} a besoin d&apos;une table {table}, qui n&apos;est pas là.</translation>
    </message>
    <message>
        <source>{recipe} needs a column {column} in {table}, which is not there.</source>
        <translation>{recipe} a besoin d&apos;une colonne {column} dans {table}, qui n&apos;est pas là.</translation>
    </message>
    <message>
        <source>As of</source>
        <translation>Au</translation>
    </message>
    <message>
        <source>Sessions from</source>
        <translation>Sessions du</translation>
    </message>
    <message>
        <source>Sessions to</source>
        <translation>Sessions au</translation>
    </message>
    <message>
        <source>Country</source>
        <translation>Pays</translation>
    </message>
    <message>
        <source>What counts as a purchase</source>
        <translation>Ce qui compte comme un achat</translation>
    </message>
    <message>
        <source>CRM file</source>
        <translation>Fichier CRM</translation>
    </message>
    <message>
        <source>What names a visitor</source>
        <translation>Ce qui désigne un visiteur</translation>
    </message>
    <message>
        <source>Customers are described as they were at the end of this day.</source>
        <translation>Les clients sont décrits tels qu&apos;ils étaient à la fin de ce jour.</translation>
    </message>
    <message>
        <source>Both days are included.</source>
        <translation>Les deux jours sont compris.</translation>
    </message>
    <message>
        <source>Only visitors from there, spelled as in the sessions.</source>
        <translation>Seulement les visiteurs de ce pays, écrit comme dans les sessions.</translation>
    </message>
    <message>
        <source>A condition on a hit, in GoogleSQL.</source>
        <translation>Une condition sur un hit, en GoogleSQL.</translation>
    </message>
    <message>
        <source>Or dimension1, dimension2 … for a custom dimension of the session.</source>
        <translation>Ou dimension1, dimension2 … pour une dimension personnalisée de la session.</translation>
    </message>
    <message>
        <source>Adds its columns. It needs a column {key}.</source>
        <translation>Ajoute ses colonnes. Il lui faut une colonne {key}.</translation>
    </message>
    <message>
        <source>with the key</source>
        <translation>avec la clé</translation>
    </message>
    <message>
        <source>Takes the place of the made-up gender and income. It needs a column {key}.</source>
        <translation>Remplace le genre et le revenu inventés. Il lui faut une colonne {key}.</translation>
    </message>
    <message>
        <source>{day}, today</source>
        <translation>{day}, aujourd&apos;hui</translation>
    </message>
    <message>
        <source>{day}, the last day</source>
        <translation>{day}, le dernier jour</translation>
    </message>
    <message>
        <source>Last day in the data</source>
        <translation>Dernier jour des données</translation>
    </message>
    <message>
        <source>First day in the data</source>
        <translation>Premier jour des données</translation>
    </message>
    <message>
        <source>All countries</source>
        <translation>Tous les pays</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Aucun</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>Category</source>
        <translation>Catégorie</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Texte</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Date</translation>
    </message>
    <message>
        <source>List or struct</source>
        <translation>Liste ou structure</translation>
    </message>
    <message>
        <source>Mean</source>
        <translation>Moyenne</translation>
    </message>
    <message>
        <source>Median</source>
        <translation>Médiane</translation>
    </message>
    <message>
        <source>Zero</source>
        <translation>Zéro</translation>
    </message>
    <message>
        <source>Not allowed</source>
        <translation>Non permis</translation>
    </message>
    <message>
        <source>None</source>
        <comment>transformation</comment>
        <translation>Aucun</translation>
    </message>
    <message>
        <source>Logarithm</source>
        <translation>Logarithme</translation>
    </message>
    <message>
        <source>Winsorise</source>
        <translation>Winsoriser</translation>
    </message>
    <message>
        <source>z-score</source>
        <translation>score z</translation>
    </message>
    <message>
        <source>z-score (sample)</source>
        <translation>score z (échantillon)</translation>
    </message>
    <message>
        <source>Robust</source>
        <translation>Robuste</translation>
    </message>
    <message>
        <source>None</source>
        <comment>scale</comment>
        <translation>Aucun</translation>
    </message>
    <message>
        <source>standard deviations</source>
        <translation>écarts types</translation>
    </message>
    <message>
        <source>interquartile ranges</source>
        <translation>écarts interquartiles</translation>
    </message>
    <message>
        <source>log(1 + x)</source>
        <translation>log(1 + x)</translation>
    </message>
    <message>
        <source>{first} and {second} say nearly the same (correlation {pearson})</source>
        <translation>{first} et {second} disent presque la même chose (corrélation {pearson})</translation>
    </message>
    <message>
        <source>{first} and {second} say nearly the opposite (correlation {pearson})</source>
        <translation>{first} et {second} disent presque le contraire (corrélation {pearson})</translation>
    </message>
    <message>
        <source>which counts almost twice, as both are used.</source>
        <translation>ce qui compte presque double, car les deux sont utilisées.</translation>
    </message>
    <message>
        <source>but only one of them is used.</source>
        <translation>mais une seule est utilisée.</translation>
    </message>
</context>
<context>
    <name>Figure</name>
    <message>
        <source>Save, copy or show as a table</source>
        <translation>Enregistrer, copier ou montrer en tableau</translation>
    </message>
    <message>
        <source>More for {title}</source>
        <translation>Plus pour {title}</translation>
    </message>
    <message>
        <source>Reset view</source>
        <translation>Tout voir</translation>
    </message>
    <message>
        <source>Show as table</source>
        <translation>Montrer en tableau</translation>
    </message>
    <message>
        <source>Copy image</source>
        <translation>Copier l&apos;image</translation>
    </message>
    <message>
        <source>Copy data</source>
        <translation>Copier les données</translation>
    </message>
    <message>
        <source>Save as PNG…</source>
        <translation>Enregistrer en PNG…</translation>
    </message>
    <message>
        <source>PNG picture</source>
        <translation>Image PNG</translation>
    </message>
    <message>
        <source>Save as SVG…</source>
        <translation>Enregistrer en SVG…</translation>
    </message>
    <message>
        <source>SVG drawing</source>
        <translation>Dessin SVG</translation>
    </message>
    <message>
        <source>Save as CSV…</source>
        <translation>Enregistrer en CSV…</translation>
    </message>
    <message>
        <source>CSV table</source>
        <translation>Tableau CSV</translation>
    </message>
</context>
<context>
    <name>FileColumns</name>
    <message>
        <source>Columns of the file</source>
        <translation>Colonnes du fichier</translation>
    </message>
    <message>
        <source>In the order of the Data Set schema</source>
        <translation>Dans l&apos;ordre du schéma de l&apos;ensemble de données</translation>
    </message>
    <message>
        <source>Add a column</source>
        <translation>Ajouter une colonne</translation>
    </message>
    <message>
        <source>Move up</source>
        <translation>Monter</translation>
    </message>
    <message>
        <source>Alt+Up</source>
        <translation>Alt+Haut</translation>
    </message>
    <message>
        <source>Move down</source>
        <translation>Descendre</translation>
    </message>
    <message>
        <source>Alt+Down</source>
        <translation>Alt+Bas</translation>
    </message>
    <message>
        <source>Remove the column</source>
        <translation>Retirer la colonne</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Suppr</translation>
    </message>
    <message>
        <source>Suggest the columns anew</source>
        <translation>Proposer à nouveau les colonnes</translation>
    </message>
    <message>
        <source>Load a schema…</source>
        <translation>Charger un schéma…</translation>
    </message>
    <message>
        <source>Save as a schema…</source>
        <translation>Enregistrer comme schéma…</translation>
    </message>
    <message>
        <source>Choose the column that goes under {name}, or remove the row.</source>
        <translation>Choisissez la colonne qui va sous {name}, ou retirez la ligne.</translation>
    </message>
    <message>
        <source>Once more</source>
        <translation>Encore une fois</translation>
    </message>
</context>
<context>
    <name>FileList</name>
    <message>
        <source>Files</source>
        <translation>Fichiers</translation>
    </message>
    <message>
        <source>Check again</source>
        <translation>Vérifier à nouveau</translation>
    </message>
    <message>
        <source>See whether the files are still there as they were written</source>
        <translation>Voir si les fichiers sont encore là tels qu&apos;écrits</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Ouvrir</translation>
    </message>
    <message>
        <source>Open the selected file with its own program</source>
        <translation>Ouvrir le fichier sélectionné avec son propre programme</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Montrer dans le dossier</translation>
    </message>
    <message>
        <source>Files of the export</source>
        <translation>Fichiers de l&apos;export</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Fichier</translation>
    </message>
    <message>
        <source>What is in it</source>
        <translation>Ce qu&apos;il contient</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>Lignes</translation>
    </message>
    <message>
        <source>As written, or as they would be now</source>
        <translation>Telles qu&apos;écrites, ou telles qu&apos;elles seraient maintenant</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Taille</translation>
    </message>
    <message>
        <source>MB</source>
        <translation>Mo</translation>
    </message>
    <message>
        <source>State</source>
        <translation>État</translation>
    </message>
    <message>
        <source>Checksum</source>
        <translation>Empreinte</translation>
    </message>
    <message>
        <source>SHA-256 of the file as it was written; Copy rows gives it whole</source>
        <translation>SHA-256 du fichier tel qu&apos;écrit&#x202f;; Copier les lignes la donne entière</translation>
    </message>
    <message>
        <source>The file was written, and is not there any more. Write it again.</source>
        <translation>Le fichier a été écrit, et n&apos;est plus là. Écrivez-le à nouveau.</translation>
    </message>
    <message>
        <source>Somebody changed the file after it was written.</source>
        <translation>Quelqu&apos;un a changé le fichier après son écriture.</translation>
    </message>
</context>
<context>
    <name>FilterChips</name>
    <message>
        <source>Which emails are shown</source>
        <translation>Quels e-mails sont montrés</translation>
    </message>
    <message>
        <source>{filter}  {count}</source>
        <translation>{filter}  {count}</translation>
    </message>
</context>
<context>
    <name>FoldedText</name>
    <message>
        <source>Show all ({count})</source>
        <translation>Tout montrer ({count})</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>Tout montrer</translation>
    </message>
    <message>
        <source>Show less</source>
        <translation>Montrer moins</translation>
    </message>
</context>
<context>
    <name>FoundTables</name>
    <message>
        <source>Listing the tables</source>
        <translation>Lecture de la liste des tables</translation>
    </message>
    <message>
        <source>They show up here as soon as they are known.</source>
        <translation>Elles apparaissent ici dès qu&apos;elles sont connues.</translation>
    </message>
    <message>
        <source>No tables yet</source>
        <translation>Pas encore de tables</translation>
    </message>
    <message>
        <source>Choose above where your customers are, then list the tables.</source>
        <translation>Choisissez ci-dessus où sont vos clients, puis listez les tables.</translation>
    </message>
    <message>
        <source>Listed {when}</source>
        <translation>Listées {when}</translation>
    </message>
    <message>
        <source>Listed before the source was changed. List the tables again.</source>
        <translation>Listées avant que la source ait changé. Listez à nouveau les tables.</translation>
    </message>
</context>
<context>
    <name>GridModel</name>
    <message>
        <source>empty</source>
        <translation>vide</translation>
    </message>
</context>
<context>
    <name>Guide</name>
    <message>
        <source>Guide</source>
        <translation>Guide</translation>
    </message>
</context>
<context>
    <name>Histogram</name>
    <message>
        <source>Customers</source>
        <translation>Clients</translation>
    </message>
    <message>
        <source>{count} customers ({share})</source>
        <translation>{count} clients ({share})</translation>
    </message>
    <message>
        <source>{title} of {count} customers: {figures}.</source>
        <translation>{title} de {count} clients&#xa0;: {figures}.</translation>
    </message>
    <message>
        <source>no values</source>
        <translation>aucune valeur</translation>
    </message>
    <message>
        <source>From</source>
        <translation>De</translation>
    </message>
    <message>
        <source>To</source>
        <translation>À</translation>
    </message>
    <message>
        <source>mean {value}</source>
        <translation>moyenne {value}</translation>
    </message>
    <message>
        <source>median {value}</source>
        <translation>médiane {value}</translation>
    </message>
    <message>
        <source>{count} missing</source>
        <translation>{count} manquants</translation>
    </message>
    <message>
        <source>{low} to {high}</source>
        <translation>{low} à {high}</translation>
    </message>
</context>
<context>
    <name>JobsTable</name>
    <message>
        <source>Jobs in BigQuery</source>
        <translation>Tâches dans BigQuery</translation>
    </message>
    <message>
        <source>{total} jobs</source>
        <translation>{total} tâches</translation>
    </message>
    <message>
        <source>{shown} of {total} jobs</source>
        <translation>{shown} tâches sur {total}</translation>
    </message>
    <message>
        <source>BigQuery has done nothing for this project yet.</source>
        <translation>BigQuery n&apos;a encore rien fait pour ce projet.</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Terminé</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Échec</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Annulé</translation>
    </message>
    <message>
        <source>Started (UTC)</source>
        <translation>Début (UTC)</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Quoi</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Coût</translation>
    </message>
    <message>
        <source>Estimated</source>
        <translation>Estimé</translation>
    </message>
    <message>
        <source>What it was expected to cost before it ran</source>
        <translation>Ce que cela devait coûter avant l&apos;exécution</translation>
    </message>
    <message>
        <source>Billed</source>
        <translation>Facturé</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Jetons</translation>
    </message>
    <message>
        <source>Of a language model: what was asked and answered</source>
        <translation>D&apos;un modèle de langage&#xa0;: demandes et réponses</translation>
    </message>
    <message>
        <source>Ended</source>
        <translation>Fin</translation>
    </message>
    <message>
        <source>Seconds</source>
        <translation>Secondes</translation>
    </message>
    <message>
        <source>Job</source>
        <translation>Tâche</translation>
    </message>
</context>
<context>
    <name>KeyLine</name>
    <message>
        <source>Format</source>
        <translation>Format</translation>
    </message>
    <message>
        <source>Format of the file</source>
        <translation>Format du fichier</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Clé</translation>
    </message>
    <message>
        <source>Name of the key in Analytics</source>
        <translation>Nom de la clé dans Analytics</translation>
    </message>
    <message>
        <source>filled from</source>
        <translation>prise dans</translation>
    </message>
    <message>
        <source>Column that holds the key</source>
        <translation>Colonne qui contient la clé</translation>
    </message>
    <message>
        <source>{format} (later)</source>
        <translation>{format} (plus tard)</translation>
    </message>
    <message>
        <source>Mail tools</source>
        <translation>Outils d&apos;e-mailing</translation>
    </message>
    <message>
        <source>Google Analytics 360 Data Import</source>
        <translation>Import de données Google Analytics 360</translation>
    </message>
    <message>
        <source>Under a dimension goes the customers&apos; own key</source>
        <translation>Sous une dimension va la clé propre des clients</translation>
    </message>
    <message>
        <source>The column that holds the key</source>
        <translation>La colonne qui contient la clé</translation>
    </message>
</context>
<context>
    <name>LabelTools</name>
    <message>
        <source>Accept all</source>
        <translation>Tout accepter</translation>
    </message>
    <message>
        <source>Keep every suggested name as it is</source>
        <translation>Garder chaque nom suggéré tel qu&apos;il est</translation>
    </message>
    <message>
        <source>Suggest all again</source>
        <translation>Tout suggérer à nouveau</translation>
    </message>
    <message>
        <source>Give up all names and designations for suggested ones</source>
        <translation>Renoncer à tous les noms et descriptions au profit des suggestions</translation>
    </message>
    <message>
        <source>Import names…</source>
        <translation>Importer des noms…</translation>
    </message>
    <message>
        <source>Take names from a CSV file with the columns segment, name and designation</source>
        <translation>Prendre les noms dans un fichier CSV avec les colonnes segment, name et designation</translation>
    </message>
    <message>
        <source>Who names the segments that you have not named</source>
        <translation>Qui nomme les segments que vous n&apos;avez pas nommés</translation>
    </message>
    <message>
        <source>Named by a model…</source>
        <translation>Nommés par un modèle…</translation>
    </message>
    <message>
        <source>Named by rules…</source>
        <translation>Nommés par des règles…</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Rétablir</translation>
    </message>
</context>
<context>
    <name>LabelWriterDialog</name>
    <message>
        <source>Who names the segments</source>
        <translation>Qui nomme les segments</translation>
    </message>
    <message>
        <source>Named by</source>
        <translation>Nommé par</translation>
    </message>
    <message>
        <source>Rules</source>
        <translation>Règles</translation>
    </message>
    <message>
        <source>Rules work here, on the segments&apos; figures, and cost nothing.</source>
        <translation>Les règles travaillent ici, sur les chiffres des segments, et ne coûtent rien.</translation>
    </message>
</context>
<context>
    <name>LabelsModel</name>
    <message>
        <source>Segment</source>
        <translation>Segment</translation>
    </message>
    <message>
        <source>The segment&apos;s mark and number, the same in every plot and file</source>
        <translation>La marque et le numéro du segment, les mêmes dans chaque graphique et fichier</translation>
    </message>
    <message>
        <source>Customers</source>
        <translation>Clients</translation>
    </message>
    <message>
        <source>How many customers it has, and their share of all</source>
        <translation>Combien de clients il a, et leur part du total</translation>
    </message>
    <message>
        <source>Figures</source>
        <translation>Chiffres</translation>
    </message>
    <message>
        <source>What stands out, compared with the average of those who bought</source>
        <translation>Ce qui ressort, par rapport à la moyenne de ceux qui ont acheté</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nom</translation>
    </message>
    <message>
        <source>What the segment is called in plots, emails and files</source>
        <translation>Le nom du segment dans les graphiques, les e-mails et les fichiers</translation>
    </message>
    <message>
        <source>Designation</source>
        <translation>Description</translation>
    </message>
    <message>
        <source>One sentence about the segment&apos;s customers</source>
        <translation>Une phrase sur les clients du segment</translation>
    </message>
    <message>
        <source>Named by</source>
        <translation>Nommé par</translation>
    </message>
    <message>
        <source>Whether the name is a suggestion, accepted, or your own</source>
        <translation>Si le nom est suggéré, accepté ou le vôtre</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>vide</translation>
    </message>
</context>
<context>
    <name>LabelsPage</name>
    <message>
        <source>Give every segment a name that people understand, and one sentence about it.</source>
        <translation>Donnez à chaque segment un nom compris de tous, et une phrase à son sujet.</translation>
    </message>
    <message>
        <source>Name again</source>
        <translation>Nommer à nouveau</translation>
    </message>
    <message>
        <source>Name the segments</source>
        <translation>Nommer les segments</translation>
    </message>
    <message>
        <source>No segments to name yet</source>
        <translation>Pas encore de segments à nommer</translation>
    </message>
    <message>
        <source>Once the customers are in segments, their names are suggested here.</source>
        <translation>Une fois les clients dans des segments, leurs noms sont suggérés ici.</translation>
    </message>
    <message>
        <source>The names in SQL</source>
        <translation>Les noms en SQL</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Copier</translation>
    </message>
    <message>
        <source>Copy the CASE statement</source>
        <translation>Copier l&apos;expression CASE</translation>
    </message>
    <message>
        <source>CASE statement that names the segments</source>
        <translation>Expression CASE qui nomme les segments</translation>
    </message>
    <message>
        <source>These segments have no names yet. Name them all, or type a name.</source>
        <translation>Ces segments n&apos;ont pas encore de noms. Nommez-les tous, ou saisissez un nom.</translation>
    </message>
    <message>
        <source>All names are suggestions. Accept those that fit, and change the others.</source>
        <translation>Tous les noms sont des suggestions. Acceptez ceux qui conviennent, et changez les autres.</translation>
    </message>
    <message>
        <source>1 name is still a suggestion. Accept it, or change it.</source>
        <translation>1 nom est encore une suggestion. Acceptez-le, ou changez-le.</translation>
    </message>
    <message>
        <source>{count} names are still suggestions. Accept those that fit.</source>
        <translation>{count} noms sont encore des suggestions. Acceptez ceux qui conviennent.</translation>
    </message>
    <message>
        <source>Every name is accepted.</source>
        <translation>Chaque nom est accepté.</translation>
    </message>
    <message>
        <source>Emails and files still have the old names: run Emails and Export again.</source>
        <translation>Les e-mails et les fichiers ont encore les anciens noms&#xa0;: exécutez à nouveau E-mails et Export.</translation>
    </message>
    <message>
        <source>The files still have the old names: run Export again.</source>
        <translation>Les fichiers ont encore les anciens noms&#xa0;: exécutez à nouveau Export.</translation>
    </message>
    <message>
        <source>Rename {segment}</source>
        <translation>Renommer {segment}</translation>
    </message>
    <message>
        <source>Describe {segment}</source>
        <translation>Décrire {segment}</translation>
    </message>
    <message>
        <source>Accept {segments}</source>
        <translation>Accepter {segments}</translation>
    </message>
    <message>
        <source>Suggest {segments} again</source>
        <translation>Suggérer à nouveau {segments}</translation>
    </message>
    <message>
        <source>Accept all names</source>
        <translation>Accepter tous les noms</translation>
    </message>
    <message>
        <source>Suggest all names again</source>
        <translation>Suggérer à nouveau tous les noms</translation>
    </message>
    <message>
        <source>CSV files (*.csv *.txt *.tsv)</source>
        <translation>Fichiers CSV (*.csv *.txt *.tsv)</translation>
    </message>
    <message>
        <source>Import names</source>
        <translation>Importer des noms</translation>
    </message>
    <message>
        <source>Import {file}</source>
        <translation>Importer {file}</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Copié</translation>
    </message>
</context>
<context>
    <name>LabelsTable</name>
    <message>
        <source>Segments and their names</source>
        <translation>Les segments et leurs noms</translation>
    </message>
    <message>
        <source>Enter or F2 changes a name or designation</source>
        <translation>Entrée ou F2 change un nom ou une description</translation>
    </message>
    <message>
        <source>Segment</source>
        <translation>Segment</translation>
    </message>
    <message>
        <source>Customers</source>
        <translation>Clients</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>Part</translation>
    </message>
    <message>
        <source>Figures</source>
        <translation>Chiffres</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nom</translation>
    </message>
    <message>
        <source>Designation</source>
        <translation>Description</translation>
    </message>
    <message>
        <source>Change the name</source>
        <translation>Changer le nom</translation>
    </message>
    <message>
        <source>Change the designation</source>
        <translation>Changer la description</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>Accepter</translation>
    </message>
    <message>
        <source>Suggest again</source>
        <translation>Suggérer à nouveau</translation>
    </message>
    <message>
        <source>Copy rows</source>
        <translation>Copier les lignes</translation>
    </message>
</context>
<context>
    <name>Leaving</name>
    <message>
        <source>Not saved yet</source>
        <translation>Pas encore enregistré</translation>
    </message>
    <message>
        <source>It cannot be saved as it is. {why}</source>
        <translation>Impossible de l&apos;enregistrer tel quel. {why}</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Enregistrer</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Abandonner</translation>
    </message>
    <message>
        <source>Keep editing</source>
        <translation>Continuer à modifier</translation>
    </message>
    <message>
        <source>A step is running</source>
        <translation>Une étape est en cours</translation>
    </message>
    <message>
        <source>A step is still running. Stop it?</source>
        <translation>Une étape est encore en cours. L&apos;arrêter&#x202f;?</translation>
    </message>
    <message>
        <source>What is finished is kept; the rest can be run again.</source>
        <translation>Ce qui est fini est gardé&#x202f;; le reste peut être refait.</translation>
    </message>
    <message>
        <source>Stop it</source>
        <translation>L&apos;arrêter</translation>
    </message>
    <message>
        <source>Let it run</source>
        <translation>La laisser finir</translation>
    </message>
</context>
<context>
    <name>Legend</name>
    <message>
        <source>Segments</source>
        <translation>Segments</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>Tout montrer</translation>
    </message>
    <message>
        <source>Show the hidden segments again</source>
        <translation>Montrer à nouveau les segments masqués</translation>
    </message>
</context>
<context>
    <name>LocalFields</name>
    <message>
        <source>Each as scikit-learn</source>
        <translation>Chacun comme scikit-learn</translation>
    </message>
    <message>
        <source>All together</source>
        <translation>Tous ensemble</translation>
    </message>
    <message>
        <source>How segments are found</source>
        <translation>Comment les segments sont trouvés</translation>
    </message>
    <message>
        <source>Together, one number&apos;s segments are a start for the next: the same quality in a fraction of the time. Each on its own is exactly what scikit-learn&apos;s KMeans gives.</source>
        <translation>Ensemble, les segments d’un nombre servent de départ au suivant : la même qualité en une fraction du temps. Chacun pour soi donne exactement ce que donne KMeans de scikit-learn.</translation>
    </message>
    <message>
        <source>Draw customers only above</source>
        <translation>Ne tirer des clients qu’au-delà de</translation>
    </message>
    <message>
        <source>Up to so many customers, the silhouette is that of all of them.</source>
        <translation>Jusqu’à ce nombre de clients, la silhouette est celle de tous.</translation>
    </message>
</context>
<context>
    <name>MadePanel</name>
    <message>
        <source>What was made in BigQuery</source>
        <translation>Ce qui a été créé dans BigQuery</translation>
    </message>
    <message>
        <source>Nothing of segdesk&apos;s is in BigQuery, as far as this project knows.</source>
        <translation>Rien de segdesk n&apos;est dans BigQuery, pour autant que ce projet le sache.</translation>
    </message>
    <message>
        <source>{total} things</source>
        <translation>{total} objets</translation>
    </message>
    <message>
        <source>{shown} of {total} things</source>
        <translation>{shown} objets sur {total}</translation>
    </message>
    <message>
        <source>Look in BigQuery</source>
        <translation>Regarder dans BigQuery</translation>
    </message>
    <message>
        <source>Ask for sizes and costs, and for what other projects have left there</source>
        <translation>Demander tailles et coûts, et ce que d&apos;autres projets y ont laissé</translation>
    </message>
    <message>
        <source>Delete selected…</source>
        <translation>Supprimer la sélection…</translation>
    </message>
    <message>
        <source>Delete all of this project…</source>
        <translation>Supprimer tout de ce projet…</translation>
    </message>
    <message>
        <source>{size}, {cost} a month to keep</source>
        <translation>{size}, {cost} par mois de conservation</translation>
    </message>
    <message>
        <source>Dataset</source>
        <translation>Ensemble de données</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>Table</translation>
    </message>
    <message>
        <source>View</source>
        <translation>Vue</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modèle</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>Connexion</translation>
    </message>
    <message>
        <source>This project</source>
        <translation>Ce projet</translation>
    </message>
    <message>
        <source>Another project</source>
        <translation>Un autre projet</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nom</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Nature</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>Lignes</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Taille</translation>
    </message>
    <message>
        <source>Cost a month</source>
        <translation>Coût mensuel</translation>
    </message>
    <message>
        <source>Made (UTC)</source>
        <translation>Créé (UTC)</translation>
    </message>
    <message>
        <source>Made by</source>
        <translation>Créé par</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>Recherche…</translation>
    </message>
    <message>
        <source>Delete {count} things in BigQuery?</source>
        <translation>Supprimer {count} objets dans BigQuery&#x202f;?</translation>
    </message>
    <message>
        <source>This cannot be taken back. What is in this project file stays; a step that needs them again makes them again, at its price.</source>
        <translation>Cela ne peut pas être annulé. Ce qui est dans ce fichier de projet reste&#x202f;; une étape qui en a besoin les recrée, à son prix.</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Supprimer</translation>
    </message>
    <message>
        <source>Not everything could be seen</source>
        <translation>Tout n&apos;a pas pu être vu</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>{name} cannot be replaced</source>
        <translation>{name} ne peut pas être remplacé</translation>
    </message>
    <message>
        <source>Choose another name</source>
        <translation>Choisissez un autre nom</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Annuler</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>&amp;Rétablir</translation>
    </message>
    <message>
        <source>None yet</source>
        <translation>Aucun pour l&apos;instant</translation>
    </message>
    <message>
        <source>Clear the list</source>
        <translation>Vider la liste</translation>
    </message>
    <message>
        <source>Keep the new project as</source>
        <translation>Garder le nouveau projet sous</translation>
    </message>
    <message>
        <source>Sample shop</source>
        <translation>Boutique d&apos;exemple</translation>
    </message>
</context>
<context>
    <name>MappingGrid</name>
    <message>
        <source>Columns of the file</source>
        <translation>Colonnes du fichier</translation>
    </message>
    <message>
        <source>Enter changes a cell, Space ticks, Alt with an arrow moves the row, Delete removes it</source>
        <translation>Entrée change une cellule, Espace coche, Alt avec une flèche déplace la ligne, Suppr la retire</translation>
    </message>
</context>
<context>
    <name>MappingModel</name>
    <message>
        <source>Whether the column is written</source>
        <translation>Si la colonne est écrite</translation>
    </message>
    <message>
        <source>Columns are written in this order, which has to be that of the Data Set schema</source>
        <translation>Les colonnes sont écrites dans cet ordre, qui doit être celui du schéma de l&apos;ensemble de données</translation>
    </message>
    <message>
        <source>What Analytics calls it: ga:dimension1 to 200, ga:metric1 to 200, or another ga: name</source>
        <translation>Le nom dans Analytics&#xa0;: ga:dimension1 à 200, ga:metric1 à 200, ou un autre nom ga:</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>Utiliser</translation>
    </message>
    <message>
        <source>Column</source>
        <translation>Colonne</translation>
    </message>
    <message>
        <source>Holds</source>
        <translation>Contient</translation>
    </message>
    <message>
        <source>Name in Analytics</source>
        <translation>Nom dans Analytics</translation>
    </message>
    <message>
        <source>{name} (key)</source>
        <translation>{name} (clé)</translation>
    </message>
    <message>
        <source>{kind}: {examples}</source>
        <translation>{kind}&#xa0;: {examples}</translation>
    </message>
    <message>
        <source>The key: Analytics finds the customer by it. It is chosen above.</source>
        <translation>La clé&#xa0;: Analytics retrouve le client grâce à elle. Elle se choisit ci-dessus.</translation>
    </message>
</context>
<context>
    <name>Menus</name>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Fichier</translation>
    </message>
    <message>
        <source>&amp;New project…</source>
        <translation>&amp;Nouveau projet…</translation>
    </message>
    <message>
        <source>&amp;Open…</source>
        <translation>&amp;Ouvrir…</translation>
    </message>
    <message>
        <source>Open &amp;recent</source>
        <translation>Ouvrir un fichier &amp;récent</translation>
    </message>
    <message>
        <source>&amp;Try the sample</source>
        <translation>&amp;Essayer l&apos;exemple</translation>
    </message>
    <message>
        <source>New &amp;window</source>
        <translation>Nouvelle f&amp;enêtre</translation>
    </message>
    <message>
        <source>Save &amp;as…</source>
        <translation>Enregistrer &amp;sous…</translation>
    </message>
    <message>
        <source>Show in &amp;folder</source>
        <translation>Montrer dans le &amp;dossier</translation>
    </message>
    <message>
        <source>&amp;Close project</source>
        <translation>&amp;Fermer le projet</translation>
    </message>
    <message>
        <source>Close w&amp;indow</source>
        <translation>Fermer la fen&amp;être</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Quitter</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Édition</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Annuler</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>&amp;Rétablir</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Copier</translation>
    </message>
    <message>
        <source>Select &amp;all</source>
        <translation>Tout &amp;sélectionner</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>Aff&amp;ichage</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>&amp;Thème</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>&amp;Clair</translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation>&amp;Sombre</translation>
    </message>
    <message>
        <source>As the &amp;desktop</source>
        <translation>Comme le &amp;bureau</translation>
    </message>
    <message>
        <source>La&amp;nguage</source>
        <translation>La&amp;ngue</translation>
    </message>
    <message>
        <source>Zoom &amp;in</source>
        <translation>Zoom a&amp;vant</translation>
    </message>
    <message>
        <source>Zoom &amp;out</source>
        <translation>Zoom a&amp;rrière</translation>
    </message>
    <message>
        <source>&amp;Usual size</source>
        <translation>Taille &amp;habituelle</translation>
    </message>
    <message>
        <source>&amp;Reset layout</source>
        <translation>Réinitialiser la &amp;disposition</translation>
    </message>
    <message>
        <source>&amp;Run</source>
        <translation>E&amp;xécution</translation>
    </message>
    <message>
        <source>&amp;Run step</source>
        <translation>&amp;Exécuter l&apos;étape</translation>
    </message>
    <message>
        <source>Run &amp;all steps</source>
        <translation>Exécuter &amp;toutes les étapes</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>&amp;Interrompre</translation>
    </message>
    <message>
        <source>Costs in &amp;BigQuery…</source>
        <translation>Coûts dans &amp;BigQuery…</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Aide</translation>
    </message>
    <message>
        <source>&amp;Guide</source>
        <translation>&amp;Guide</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation>&amp;Raccourcis clavier</translation>
    </message>
    <message>
        <source>Copy &amp;diagnostics</source>
        <translation>Copier le &amp;diagnostic</translation>
    </message>
    <message>
        <source>&amp;About segdesk</source>
        <translation>À &amp;propos de segdesk</translation>
    </message>
</context>
<context>
    <name>MetricPlot</name>
    <message>
        <source>Number of segments (k)</source>
        <translation>Nombre de segments (k)</translation>
    </message>
    <message>
        <source>{title}: nothing to show yet.</source>
        <translation>{title}&#xa0;: encore rien à montrer.</translation>
    </message>
    <message>
        <source>{title} of {count} numbers of segments from {low} to {high}; best, {best}, at {k}.</source>
        <translation>{title} de {count} nombres de segments, de {low} à {high}&#x202f;; le meilleur, {best}, à {k}.</translation>
    </message>
    <message>
        <source>Chosen: {k}.</source>
        <translation>Retenu&#xa0;: {k}.</translation>
    </message>
    <message>
        <source>Segments (k)</source>
        <translation>Segments (k)</translation>
    </message>
    <message>
        <source>From (95%)</source>
        <translation>De (95&#xa0;%)</translation>
    </message>
    <message>
        <source>To (95%)</source>
        <translation>À (95&#xa0;%)</translation>
    </message>
    <message>
        <source>Customers drawn</source>
        <translation>Clients tirés</translation>
    </message>
    <message>
        <source>Problem</source>
        <translation>Problème</translation>
    </message>
    <message>
        <source>chosen</source>
        <translation>retenu</translation>
    </message>
    <message>
        <source>higher is better</source>
        <translation>plus haut, mieux</translation>
    </message>
    <message>
        <source>lower is better</source>
        <translation>plus bas, mieux</translation>
    </message>
    <message>
        <source>look for the bend</source>
        <translation>cherchez le coude</translation>
    </message>
    <message>
        <source>sampled: {drawn} of {customers}</source>
        <translation>échantillon&#xa0;: {drawn} sur {customers}</translation>
    </message>
    <message>
        <source>k = {k} failed</source>
        <translation>k = {k} a échoué</translation>
    </message>
    <message>
        <source>k = {k}</source>
        <translation>k = {k}</translation>
    </message>
    <message>
        <source>95% interval: {low} to {high}</source>
        <translation>Intervalle à 95&#xa0;%&#xa0;: {low} à {high}</translation>
    </message>
</context>
<context>
    <name>MetricPlots</name>
    <message>
        <source>Combined score</source>
        <translation>Score combiné</translation>
    </message>
    <message>
        <source>Silhouette</source>
        <translation>Silhouette</translation>
    </message>
    <message>
        <source>Inertia (elbow)</source>
        <translation>Inertie (coude)</translation>
    </message>
    <message>
        <source>Calinski-Harabasz</source>
        <translation>Calinski-Harabasz</translation>
    </message>
    <message>
        <source>Davies-Bouldin</source>
        <translation>Davies-Bouldin</translation>
    </message>
</context>
<context>
    <name>ModelFields</name>
    <message>
        <source>Language model</source>
        <translation>Modèle de langage</translation>
    </message>
    <message>
        <source>It is asked in BigQuery: choose that on Connect</source>
        <translation>Il est interrogé dans BigQuery&#xa0;: choisissez-le dans Connexion</translation>
    </message>
    <message>
        <source>It never gets a name or an address. Tokens are counted and priced before it is asked; beyond the budget you are asked first.</source>
        <translation>Il ne reçoit jamais ni nom ni adresse. Les jetons sont comptés et chiffrés avant la demande&#x202f;; au-delà du budget, on vous demande d&apos;abord.</translation>
    </message>
    <message>
        <source>The project&apos;s default connection</source>
        <translation>La connexion par défaut du projet</translation>
    </message>
    <message>
        <source>Function</source>
        <translation>Fonction</translation>
    </message>
    <message>
        <source>AI.GENERATE_TABLE in careful mode, ML.GENERATE_TEXT as in the notebook.</source>
        <translation>AI.GENERATE_TABLE en mode prudent, ML.GENERATE_TEXT comme dans le notebook.</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modèle</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>Connexion</translation>
    </message>
    <message>
        <source>LOCATION.NAME of a Cloud resource connection.</source>
        <translation>EMPLACEMENT.NOM d&apos;une connexion de ressource Cloud.</translation>
    </message>
    <message>
        <source>Usual</source>
        <translation>Habituel</translation>
    </message>
    <message>
        <source>As the model likes</source>
        <translation>Au gré du modèle</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>Température</translation>
    </message>
    <message>
        <source>0 is sober, 2 is wild.</source>
        <translation>0 est sobre, 2 est débridé.</translation>
    </message>
    <message>
        <source>Most tokens of a reply</source>
        <translation>Jetons d&apos;une réponse au plus</translation>
    </message>
    <message>
        <source>What the model thinks counts as well: too few give an empty reply.</source>
        <translation>Ce que le modèle pense compte aussi&#xa0;: trop peu donne une réponse vide.</translation>
    </message>
    <message>
        <source>Tokens to think with</source>
        <translation>Jetons pour penser</translation>
    </message>
</context>
<context>
    <name>ModelWords</name>
    <message>
        <source>As the mode has it</source>
        <translation>Selon le mode</translation>
    </message>
    <message>
        <source>Answered</source>
        <translation>Répondu</translation>
    </message>
    <message>
        <source>Model too busy</source>
        <translation>Modèle trop occupé</translation>
    </message>
    <message>
        <source>No text</source>
        <translation>Pas de texte</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Refusé</translation>
    </message>
    <message>
        <source>{asked} tokens asked, {answered} answered</source>
        <translation>{asked} jetons demandés, {answered} répondus</translation>
    </message>
    <message>
        <source>kept from a run before</source>
        <translation>repris d&apos;une exécution précédente</translation>
    </message>
    <message>
        <source>asked {count} times</source>
        <translation>demandé {count} fois</translation>
    </message>
</context>
<context>
    <name>ModelsDialog</name>
    <message>
        <source>Models in BigQuery</source>
        <translation>Modèles dans BigQuery</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modèles</translation>
    </message>
    <message>
        <source>BigQuery ML has trained no model for this sweep.</source>
        <translation>BigQuery ML n&apos;a entraîné aucun modèle pour ce balayage.</translation>
    </message>
    <message>
        <source>Delete selected…</source>
        <translation>Supprimer la sélection…</translation>
    </message>
    <message>
        <source>Delete all but the chosen…</source>
        <translation>Tout supprimer sauf le retenu…</translation>
    </message>
    <message>
        <source>As BigQuery ML reports it. Lower is better</source>
        <translation>Comme BigQuery ML l&apos;indique. Plus bas, mieux</translation>
    </message>
    <message>
        <source>Trial</source>
        <translation>Essai</translation>
    </message>
    <message>
        <source>Segments</source>
        <translation>Segments</translation>
    </message>
    <message>
        <source>State</source>
        <translation>État</translation>
    </message>
    <message>
        <source>Davies-Bouldin index</source>
        <translation>Indice de Davies-Bouldin</translation>
    </message>
    <message>
        <source>Mean squared distance</source>
        <translation>Distance quadratique moyenne</translation>
    </message>
    <message>
        <source>Updates</source>
        <translation>Mises à jour</translation>
    </message>
    <message>
        <source>Seconds</source>
        <translation>Secondes</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modèle</translation>
    </message>
    <message>
        <source>Deleted</source>
        <translation>Supprimé</translation>
    </message>
    <message>
        <source>Chosen</source>
        <translation>Retenu</translation>
    </message>
    <message>
        <source>Kept</source>
        <translation>Gardé</translation>
    </message>
    <message>
        <source>Delete the model in BigQuery?</source>
        <translation>Supprimer le modèle dans BigQuery&#x202f;?</translation>
    </message>
    <message>
        <source>It holds all trials: none of them is left. The scores stay.</source>
        <translation>Il contient tous les essais&#xa0;: il n&apos;en restera aucun. Les scores restent.</translation>
    </message>
    <message>
        <source>Delete {count} models in BigQuery?</source>
        <translation>Supprimer {count} modèles dans BigQuery&#x202f;?</translation>
    </message>
    <message>
        <source>Their scores stay. A model that is wanted again is trained by the next sweep.</source>
        <translation>Leurs scores restent. Un modèle voulu à nouveau est entraîné par le prochain balayage.</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Supprimer</translation>
    </message>
</context>
<context>
    <name>NameField</name>
    <message>
        <source>Name</source>
        <translation>Nom</translation>
    </message>
</context>
<context>
    <name>Notice</name>
    <message>
        <source>Close this message</source>
        <translation>Fermer ce message</translation>
    </message>
    <message>
        <source>Copy details</source>
        <translation>Copier les détails</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Note</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Terminé</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>Avertissement</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>Erreur</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Copié</translation>
    </message>
</context>
<context>
    <name>OwnField</name>
    <message>
        <source>Use the recipe&apos;s own: {value}</source>
        <translation>Utiliser celui de la recette&#xa0;: {value}</translation>
    </message>
</context>
<context>
    <name>OwnRecipe</name>
    <message>
        <source>Choose the table with your customers, or write a query</source>
        <translation>Choisissez la table de vos clients, ou écrivez une requête</translation>
    </message>
    <message>
        <source>The query has a fault: see SQL</source>
        <translation>La requête a un défaut&#xa0;: voir SQL</translation>
    </message>
    <message>
        <source>Choose the column with the customers&apos; key</source>
        <translation>Choisissez la colonne de la clé des clients</translation>
    </message>
    <message>
        <source>You have changed the query on Features and do not use it yet.</source>
        <translation>Vous avez modifié la requête de l&apos;onglet Variables sans l&apos;utiliser encore.</translation>
    </message>
    <message>
        <source>Change the query</source>
        <translation>Changer la requête</translation>
    </message>
    <message>
        <source>Write a query</source>
        <translation>Écrire une requête</translation>
    </message>
    <message>
        <source>Choose a table</source>
        <translation>Choisissez une table</translation>
    </message>
    <message>
        <source>Choose the customer key</source>
        <translation>Choisir la clé des clients</translation>
    </message>
    <message>
        <source>Choose the columns to cluster on</source>
        <translation>Choisir les colonnes de segmentation</translation>
    </message>
</context>
<context>
    <name>OwnSourceForm</name>
    <message>
        <source>Customers come from</source>
        <translation>Les clients viennent de</translation>
    </message>
    <message>
        <source>A table</source>
        <translation>Une table</translation>
    </message>
    <message>
        <source>A query</source>
        <translation>Une requête</translation>
    </message>
    <message>
        <source>Choose a table</source>
        <translation>Choisissez une table</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>Table</translation>
    </message>
    <message>
        <source>Go to the query</source>
        <translation>Aller à la requête</translation>
    </message>
    <message>
        <source>Query</source>
        <translation>Requête</translation>
    </message>
    <message>
        <source>Choose a column</source>
        <translation>Choisissez une colonne</translation>
    </message>
    <message>
        <source>Customer key</source>
        <translation>Clé du client</translation>
    </message>
    <message>
        <source>The column that is different for every customer.</source>
        <translation>La colonne qui diffère d&apos;un client à l&apos;autre.</translation>
    </message>
    <message>
        <source>Columns to cluster on</source>
        <translation>Colonnes de segmentation</translation>
    </message>
    <message>
        <source>all numbers</source>
        <translation>tous les nombres</translation>
    </message>
    <message>
        <source>All numbers, unless you choose.</source>
        <translation>Tous les nombres, sauf si vous choisissez.</translation>
    </message>
    <message>
        <source>{count} chosen.</source>
        <translation>{count} choisies.</translation>
    </message>
    <message>
        <source>They are listed here once the table or query is known.</source>
        <translation>Elles sont listées ici une fois la table ou la requête connue.</translation>
    </message>
    <message>
        <source>Tick at least one column.</source>
        <translation>Cochez au moins une colonne.</translation>
    </message>
</context>
<context>
    <name>OwnSql</name>
    <message>
        <source>Use this query</source>
        <translation>Utiliser cette requête</translation>
    </message>
    <message>
        <source>Ctrl+Enter</source>
        <translation>Ctrl+Entrée</translation>
    </message>
    <message>
        <source>Discard changes</source>
        <translation>Abandonner les modifications</translation>
    </message>
    <message>
        <source>Gives {count} columns. Not in use yet.</source>
        <translation>Donne {count} colonnes. Pas encore utilisée.</translation>
    </message>
    <message>
        <source>In use. Gives {count} columns.</source>
        <translation>Utilisée. Donne {count} colonnes.</translation>
    </message>
</context>
<context>
    <name>Page</name>
    <message>
        <source>Running…</source>
        <translation>En cours…</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Suivant</translation>
    </message>
    <message>
        <source>Go on to the next step</source>
        <translation>Passer à l&apos;étape suivante</translation>
    </message>
    <message>
        <source>First say on Connect where your customers are</source>
        <translation>Dites d&apos;abord dans Connexion où sont vos clients</translation>
    </message>
    <message>
        <source>Runs {steps} first</source>
        <translation>Exécute d&apos;abord {steps}</translation>
    </message>
    <message>
        <source>The last run failed</source>
        <translation>La dernière exécution a échoué</translation>
    </message>
    <message>
        <source>Allow {size} for a statement and run</source>
        <translation>Autoriser {size} par instruction et lancer</translation>
    </message>
    <message>
        <source>Allow {cost} for this project and run</source>
        <translation>Autoriser {cost} pour ce projet et lancer</translation>
    </message>
    <message>
        <source>Allow {size} for a statement and {cost} for this project, and run</source>
        <translation>Autoriser {size} par instruction et {cost} pour ce projet, et lancer</translation>
    </message>
    <message>
        <source>{count} things to know</source>
        <translation>{count} choses à savoir</translation>
    </message>
    <message>
        <source>Allow a higher cost</source>
        <translation>Autoriser un coût plus élevé</translation>
    </message>
</context>
<context>
    <name>ParameterForm</name>
    <message>
        <source>Tables</source>
        <translation>Tables</translation>
    </message>
</context>
<context>
    <name>PathField</name>
    <message>
        <source>Browse…</source>
        <translation>Parcourir…</translation>
    </message>
    <message>
        <source>Choose a file…</source>
        <translation>Choisir un fichier…</translation>
    </message>
    <message>
        <source>Choose a folder…</source>
        <translation>Choisir un dossier…</translation>
    </message>
    <message>
        <source>Browse for: {field}</source>
        <translation>Parcourir pour&#xa0;: {field}</translation>
    </message>
</context>
<context>
    <name>PreviewRows</name>
    <message>
        <source>First rows of the file</source>
        <translation>Premières lignes du fichier</translation>
    </message>
    <message>
        <source>The file will be shown here</source>
        <translation>Le fichier sera montré ici</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>Aperçu</translation>
    </message>
    <message>
        <source>Row</source>
        <translation>Ligne</translation>
    </message>
    <message>
        <source>The first {shown} of {total} rows</source>
        <translation>Les {shown} premières lignes sur {total}</translation>
    </message>
    <message>
        <source>As it was before. Put the columns right to go on.</source>
        <translation>Tel qu&apos;avant. Corrigez les colonnes pour continuer.</translation>
    </message>
</context>
<context>
    <name>PriceTag</name>
    <message>
        <source>What it would cost</source>
        <translation>Ce que cela coûterait</translation>
    </message>
    <message>
        <source>The cost is not known</source>
        <translation>Le coût n’est pas connu</translation>
    </message>
    <message>
        <source>Up to {tokens} tokens: price not known</source>
        <translation>Jusqu’à {tokens} jetons&#xa0;: prix inconnu</translation>
    </message>
    <message>
        <source>{cost}, more than the {left} that may still be spent</source>
        <translation>{cost}, plus que les {left} qui peuvent encore être dépensés</translation>
    </message>
    <message>
        <source>Up to {tokens} tokens: {cost}</source>
        <translation>Jusqu’à {tokens} jetons&#xa0;: {cost}</translation>
    </message>
    <message>
        <source>Reads {size}: {cost}</source>
        <translation>Lit {size}&#xa0;: {cost}</translation>
    </message>
    <message>
        <source>{price}, and more for {steps}</source>
        <translation>{price}, et davantage pour {steps}</translation>
    </message>
    <message>
        <source>{cost} may still be spent</source>
        <translation>{cost} peuvent encore être dépensés</translation>
    </message>
    <message>
        <source>{tokens} tokens</source>
        <translation>{tokens} jetons</translation>
    </message>
    <message>
        <source>price not known</source>
        <translation>prix inconnu</translation>
    </message>
</context>
<context>
    <name>ProfileMap</name>
    <message>
        <source>Segments compared with the average</source>
        <translation>Les segments comparés à la moyenne</translation>
    </message>
    <message>
        <source>{segments} segments by {features} features.</source>
        <translation>{segments} segments sur {features} variables.</translation>
    </message>
    <message>
        <source>Farthest from the average: {segment}, {feature}, {value}.</source>
        <translation>Le plus loin de la moyenne&#xa0;: {segment}, {feature}, {value}.</translation>
    </message>
    <message>
        <source>Segment</source>
        <translation>Segment</translation>
    </message>
    <message>
        <source>index to average</source>
        <translation>indice (moyenne = 100)</translation>
    </message>
    <message>
        <source>z-score</source>
        <translation>score z</translation>
    </message>
    <message>
        <source>100 is the average of all customers · 200 is twice as much</source>
        <translation>100 est la moyenne de tous les clients · 200 est le double</translation>
    </message>
    <message>
        <source>0 is the average of all customers · 1 is one standard deviation above it</source>
        <translation>0 est la moyenne de tous les clients · 1 est un écart type au-dessus</translation>
    </message>
    <message>
        <source>Mean: {value}</source>
        <translation>Moyenne&#xa0;: {value}</translation>
    </message>
    <message>
        <source>All customers: {value}</source>
        <translation>Tous les clients&#xa0;: {value}</translation>
    </message>
    <message>
        <source>Index to average: {value}</source>
        <translation>Indice (moyenne = 100)&#xa0;: {value}</translation>
    </message>
    <message>
        <source>Z-score: {value}</source>
        <translation>Score z&#xa0;: {value}</translation>
    </message>
</context>
<context>
    <name>ProfileTab</name>
    <message>
        <source>Index</source>
        <translation>Indice</translation>
    </message>
    <message>
        <source>The segment&apos;s mean in per cent of all customers&apos; mean</source>
        <translation>La moyenne du segment en pour cent de celle de tous les clients</translation>
    </message>
    <message>
        <source>Z-score</source>
        <translation>Score z</translation>
    </message>
    <message>
        <source>How many standard deviations the segment&apos;s mean is away from the average</source>
        <translation>De combien d&apos;écarts types la moyenne du segment s&apos;écarte de la moyenne</translation>
    </message>
    <message>
        <source>Compare by</source>
        <translation>Comparer par</translation>
    </message>
    <message>
        <source>Only features used</source>
        <translation>Seulement les variables utilisées</translation>
    </message>
    <message>
        <source>Leave out the features that the segments were not made from</source>
        <translation>Écarter les variables qui n&apos;ont pas servi à former les segments</translation>
    </message>
    <message>
        <source>Feature in detail</source>
        <translation>Variable en détail</translation>
    </message>
    <message>
        <source>Boxes</source>
        <translation>Boîtes</translation>
    </message>
    <message>
        <source>Where the middle half of the customers is</source>
        <translation>Où se trouve la moitié centrale des clients</translation>
    </message>
    <message>
        <source>Bars</source>
        <translation>Barres</translation>
    </message>
    <message>
        <source>The means</source>
        <translation>Les moyennes</translation>
    </message>
    <message>
        <source>Show as</source>
        <translation>Montrer en</translation>
    </message>
    <message>
        <source>A share has no spread, only one value in each segment</source>
        <translation>Une part n&apos;a pas d&apos;étendue, une seule valeur par segment</translation>
    </message>
    <message>
        <source>In detail</source>
        <translation>En détail</translation>
    </message>
</context>
<context>
    <name>RangeField</name>
    <message>
        <source>{name}, from</source>
        <translation>{name}, de</translation>
    </message>
    <message>
        <source>{name}, to</source>
        <translation>{name}, à</translation>
    </message>
    <message>
        <source>to</source>
        <comment>a range of numbers: 2 to 22</comment>
        <translation>à</translation>
    </message>
</context>
<context>
    <name>Readout</name>
    <message>
        <source>Scores of one number of segments</source>
        <translation>Scores d&apos;un nombre de segments</translation>
    </message>
    <message>
        <source>k = {k}</source>
        <translation>k = {k}</translation>
    </message>
    <message>
        <source>Combined score</source>
        <translation>Score combiné</translation>
    </message>
    <message>
        <source>Silhouette</source>
        <translation>Silhouette</translation>
    </message>
    <message>
        <source>Inertia</source>
        <translation>Inertie</translation>
    </message>
    <message>
        <source>Calinski-Harabasz</source>
        <translation>Calinski-Harabasz</translation>
    </message>
    <message>
        <source>Davies-Bouldin</source>
        <translation>Davies-Bouldin</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Durée</translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds} s</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>échec</translation>
    </message>
    <message>
        <source>chosen</source>
        <translation>retenu</translation>
    </message>
    <message>
        <source>Point at a number of segments to read its scores.</source>
        <translation>Pointez un nombre de segments pour lire ses scores.</translation>
    </message>
    <message>
        <source>Silhouette of {drawn} of {customers} customers; 95% interval {low} to {high}.</source>
        <translation>Silhouette de {drawn} clients sur {customers}&#x202f;; intervalle à 95&#xa0;% {low} à {high}.</translation>
    </message>
</context>
<context>
    <name>ReasonCard</name>
    <message>
        <source>The chosen number of segments</source>
        <translation>Le nombre de segments retenu</translation>
    </message>
    <message>
        <source>Let the scores choose</source>
        <translation>Laisser les scores choisir</translation>
    </message>
    <message>
        <source>Getting ready</source>
        <translation>Préparation</translation>
    </message>
    <message>
        <source>Trying {low} to {high} segments</source>
        <translation>Essai de {low} à {high} segments</translation>
    </message>
    <message>
        <source>Stopped on the way</source>
        <translation>Arrêté en chemin</translation>
    </message>
    <message>
        <source>No number is chosen</source>
        <translation>Aucun nombre n&apos;est retenu</translation>
    </message>
    <message>
        <source>{k} segments</source>
        <translation>{k} segments</translation>
    </message>
    <message>
        <source>{fitted} of {total} numbers are fitted. Their silhouettes come all at once.</source>
        <translation>{fitted} nombres sur {total} sont ajustés. Leurs silhouettes arrivent toutes à la fois.</translation>
    </message>
    <message>
        <source>{fitted} of {total} numbers were fitted, and are kept. Try again for their silhouettes, and one is chosen.</source>
        <translation>{fitted} nombres sur {total} ont été ajustés, et sont gardés. Relancez pour leurs silhouettes, et l’un d’eux sera choisi.</translation>
    </message>
    <message>
        <source>{done} of {total} numbers are done. The combined score is that of those so far.</source>
        <translation>{done} nombres sur {total} sont faits. Le score combiné est celui de ceux-là.</translation>
    </message>
    <message>
        <source>{done} of {total} numbers are done and kept. Try the others as well, and one is chosen.</source>
        <translation>{done} nombres sur {total} sont faits et gardés. Essayez aussi les autres, et l&apos;un sera retenu.</translation>
    </message>
    <message>
        <source>The combined score would choose {k}.</source>
        <translation>Le score combiné choisirait {k}.</translation>
    </message>
    <message>
        <source>These scores are from before the last change. Try again to bring them up to date.</source>
        <translation>Ces scores datent d&apos;avant le dernier changement. Essayez à nouveau pour les mettre à jour.</translation>
    </message>
    <message>
        <source>{k} segments failed: {why}</source>
        <translation>{k} segments ont échoué&#xa0;: {why}</translation>
    </message>
    <message>
        <source>{count} numbers failed; the table says why.</source>
        <translation>{count} nombres ont échoué&#x202f;; le tableau dit pourquoi.</translation>
    </message>
    <message>
        <source>Use {k} segments</source>
        <translation>Retenir {k} segments</translation>
    </message>
</context>
<context>
    <name>RecipeFit</name>
    <message>
        <source>Use the recipe that fits</source>
        <translation>Utiliser la recette qui convient</translation>
    </message>
</context>
<context>
    <name>RecipeLine</name>
    <message>
        <source>Use {recipe}</source>
        <translation>Utiliser {recipe}</translation>
    </message>
    <message>
        <source>These look like the tables of an online shop: recipe {recipe}.</source>
        <translation>Cela ressemble aux tables d&apos;une boutique en ligne&#xa0;: recette {recipe}.</translation>
    </message>
    <message>
        <source>These look like sessions of Google Analytics 360: recipe {recipe}.</source>
        <translation>Cela ressemble à des sessions de Google Analytics 360&#xa0;: recette {recipe}.</translation>
    </message>
    <message>
        <source>No table looks like a list of customers. Say on Features which rows they are.</source>
        <translation>Aucune table ne ressemble à une liste de clients. Dites dans Variables quelles lignes ils sont.</translation>
    </message>
    <message>
        <source>“{table}” is the only table. Say on Features which column names the customer.</source>
        <translation>«&#xa0;{table}&#xa0;» est la seule table. Dites dans Variables quelle colonne désigne le client.</translation>
    </message>
    <message>
        <source>“{table}” looks like one customer a row, told apart by “{key}”: recipe {recipe}.</source>
        <translation>«&#xa0;{table}&#xa0;» semble avoir un client par ligne, désigné par «&#xa0;{key}&#xa0;»&#xa0;: recette {recipe}.</translation>
    </message>
    <message>
        <source>Features uses it.</source>
        <translation>Variables s&apos;en sert.</translation>
    </message>
    <message>
        <source>Features is set to {recipe}.</source>
        <translation>Variables est réglé sur {recipe}.</translation>
    </message>
    <message>
        <source>{recipe} would need a table “{table}”.</source>
        <translation>{recipe} aurait besoin d&apos;une table «&#xa0;{table}&#xa0;».</translation>
    </message>
    <message>
        <source>{recipe} would need a column “{column}” in “{table}”.</source>
        <translation>{recipe} aurait besoin d&apos;une colonne «&#xa0;{column}&#xa0;» dans «&#xa0;{table}&#xa0;».</translation>
    </message>
</context>
<context>
    <name>RecipePanel</name>
    <message>
        <source>Your customers</source>
        <translation>Vos clients</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Réglages</translation>
    </message>
    <message>
        <source>Recipe</source>
        <translation>Recette</translation>
    </message>
    <message>
        <source>Mode</source>
        <translation>Mode</translation>
    </message>
    <message>
        <source>Use {recipe}</source>
        <translation>Utiliser {recipe}</translation>
    </message>
    <message>
        <source>The tables do not fit</source>
        <translation>Les tables ne conviennent pas</translation>
    </message>
</context>
<context>
    <name>RecipeSql</name>
    <message>
        <source>Statement</source>
        <translation>Instruction</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Copier</translation>
    </message>
    <message>
        <source>Copies the statement shown</source>
        <translation>Copie l&apos;instruction montrée</translation>
    </message>
    <message>
        <source>Runs as it stands on BigQuery, once its parameters are given.</source>
        <translation>S&apos;exécute telle quelle sur BigQuery, une fois ses paramètres donnés.</translation>
    </message>
</context>
<context>
    <name>RegistryFields</name>
    <message>
        <source>Not in the registry</source>
        <translation>Pas dans le registre</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Aucun</translation>
    </message>
    <message>
        <source>Google&apos;s own</source>
        <translation>Celle de Google</translation>
    </message>
    <message>
        <source>Name in Vertex AI</source>
        <translation>Nom dans Vertex AI</translation>
    </message>
    <message>
        <source>Each model is put there with _ and its number of segments after it.</source>
        <translation>Chaque modèle y est placé, suivi de _ et de son nombre de segments.</translation>
    </message>
    <message>
        <source>Version aliases</source>
        <translation>Alias de version</translation>
    </message>
    <message>
        <source>Separated by commas.</source>
        <translation>Séparés par des virgules.</translation>
    </message>
    <message>
        <source>Encryption key</source>
        <translation>Clé de chiffrement</translation>
    </message>
    <message>
        <source>Of Cloud KMS: projects/…/locations/…/keyRings/…/cryptoKeys/…</source>
        <translation>De Cloud KMS&#xa0;: projects/…/locations/…/keyRings/…/cryptoKeys/…</translation>
    </message>
    <message>
        <source>The model is put there under this name.</source>
        <translation>Le modèle y est mis sous ce nom.</translation>
    </message>
    <message>
        <source>Small letters, digits, - and _, not a digit first, 59 characters at most</source>
        <translation>Minuscules, chiffres, - et _, pas de chiffre au début, 59 caractères au plus</translation>
    </message>
    <message>
        <source>Letters, digits and -, a small letter first</source>
        <translation>Lettres, chiffres et -, une minuscule au début</translation>
    </message>
    <message>
        <source>Write projects/P/locations/L/keyRings/R/cryptoKeys/K</source>
        <translation>Écrivez projects/P/locations/L/keyRings/R/cryptoKeys/K</translation>
    </message>
</context>
<context>
    <name>RemoteCopy</name>
    <message>
        <source>Too many rows to copy: {most} at most. Save them as CSV instead.</source>
        <translation>Trop de lignes à copier&#xa0;: {most} au plus. Enregistrez-les plutôt en CSV.</translation>
    </message>
    <message>
        <source>{rows} rows copied</source>
        <translation>{rows} lignes copiées</translation>
    </message>
    <message>
        <source>{rows} rows saved</source>
        <translation>{rows} lignes enregistrées</translation>
    </message>
    <message>
        <source>{rows} of {total} rows. Escape stops.</source>
        <translation>{rows} lignes sur {total}. Échap arrête.</translation>
    </message>
</context>
<context>
    <name>RemoteModel</name>
    <message>
        <source>Segment</source>
        <translation>Segment</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>Nom</translation>
    </message>
    <message>
        <source>The segment&apos;s name</source>
        <translation>Le nom du segment</translation>
    </message>
    <message>
        <source>Distance to centre</source>
        <translation>Distance au centre</translation>
    </message>
    <message>
        <source>How far the customer is from the segment&apos;s centre</source>
        <translation>À quelle distance le client est du centre de son segment</translation>
    </message>
    <message>
        <source>Relative distance</source>
        <translation>Distance relative</translation>
    </message>
    <message>
        <source>Distance to the centre; 1 is usual in the segment</source>
        <translation>Distance au centre&#x202f;; 1 est habituel dans le segment</translation>
    </message>
    <message>
        <source>Outlier</source>
        <translation>Atypique</translation>
    </message>
    <message>
        <source>Unlike all segments</source>
        <translation>Différent de tous les segments</translation>
    </message>
</context>
<context>
    <name>RemoteTable</name>
    <message>
        <source>Show all customers</source>
        <translation>Montrer tous les clients</translation>
    </message>
    <message>
        <source>{shown} of {total} customers</source>
        <translation>{shown} clients sur {total}</translation>
    </message>
    <message>
        <source>{total} customers</source>
        <translation>{total} clients</translation>
    </message>
    <message>
        <source>No customer is found</source>
        <translation>Aucun client trouvé</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>Recherche…</translation>
    </message>
    <message>
        <source>This customer is not among the rows shown</source>
        <translation>Ce client n&apos;est pas parmi les lignes montrées</translation>
    </message>
</context>
<context>
    <name>Results</name>
    <message>
        <source>Customers</source>
        <translation>Clients</translation>
    </message>
    <message>
        <source>Build the customer table to see them.</source>
        <translation>Construisez la table des clients pour les voir.</translation>
    </message>
    <message>
        <source>No features yet</source>
        <translation>Pas encore de variables</translation>
    </message>
    <message>
        <source>No histograms yet</source>
        <translation>Pas encore d&apos;histogrammes</translation>
    </message>
    <message>
        <source>No correlation yet</source>
        <translation>Pas encore de corrélation</translation>
    </message>
    <message>
        <source>No customers yet</source>
        <translation>Pas encore de clients</translation>
    </message>
    <message>
        <source>Features</source>
        <translation>Variables</translation>
    </message>
    <message>
        <source>All histograms</source>
        <translation>Tous les histogrammes</translation>
    </message>
    <message>
        <source>Correlation</source>
        <translation>Corrélation</translation>
    </message>
    <message>
        <source>These features belong to other settings: build the table again to choose among them.</source>
        <translation>Ces variables appartiennent à d&apos;autres réglages&#xa0;: construisez à nouveau la table pour choisir parmi elles.</translation>
    </message>
    <message>
        <source>Some features are asked for that the customers do not have</source>
        <translation>Certaines variables demandées n&apos;existent pas chez les clients</translation>
    </message>
    <message>
        <source>Leave them out</source>
        <translation>Les écarter</translation>
    </message>
</context>
<context>
    <name>RulesTab</name>
    <message>
        <source>Copy</source>
        <translation>Copier</translation>
    </message>
    <message>
        <source>Copy the rules</source>
        <translation>Copier les règles</translation>
    </message>
    <message>
        <source>Rules of the segments, in SQL</source>
        <translation>Règles des segments, en SQL</translation>
    </message>
    <message>
        <source>These rules put {share} of the customers into the segment that they are in. They need only the columns they name, so they run wherever your customers are.</source>
        <translation>Ces règles placent {share} des clients dans le segment où ils sont. Elles n&apos;ont besoin que des colonnes qu&apos;elles nomment, et s&apos;exécutent donc partout où sont vos clients.</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Copié</translation>
    </message>
</context>
<context>
    <name>Scatter3D</name>
    <message>
        <source>Customers in three dimensions</source>
        <translation>Clients en trois dimensions</translation>
    </message>
    <message>
        <source>No customers are shown yet.</source>
        <translation>Aucun client n&apos;est encore montré.</translation>
    </message>
    <message>
        <source>{count} customers along {axes}, in these segments: {segments}.</source>
        <translation>{count} clients selon {axes}, dans ces segments&#xa0;: {segments}.</translation>
    </message>
    <message>
        <source>Segment</source>
        <translation>Segment</translation>
    </message>
    <message>
        <source>Three dimensions need OpenGL, which this screen does not offer. The plot in two dimensions shows the same customers.</source>
        <translation>Trois dimensions demandent OpenGL, que cet écran n&apos;offre pas. Le graphique en deux dimensions montre les mêmes clients.</translation>
    </message>
    <message>
        <source>A sample: {shown} of {count} customers, {share}, each segment with its share</source>
        <translation>Un échantillon&#xa0;: {shown} clients sur {count}, {share}, chaque segment avec sa part</translation>
    </message>
    <message>
        <source>{count} customers</source>
        <translation>{count} clients</translation>
    </message>
</context>
<context>
    <name>ScatterAxes</name>
    <message>
        <source>{share} of the variation</source>
        <translation>{share} de la variation</translation>
    </message>
    <message>
        <source>PCA {n}</source>
        <translation>ACP {n}</translation>
    </message>
    <message>
        <source>UMAP {n}</source>
        <translation>UMAP {n}</translation>
    </message>
    <message>
        <source>log scale</source>
        <translation>échelle log</translation>
    </message>
</context>
<context>
    <name>ScatterPlot</name>
    <message>
        <source>Customers by segment</source>
        <translation>Clients par segment</translation>
    </message>
    <message>
        <source>No customers are shown yet.</source>
        <translation>Aucun client n&apos;est encore montré.</translation>
    </message>
    <message>
        <source>{x} across and {y} upwards, of {count} customers in these segments: {segments}.</source>
        <translation>{x} horizontalement et {y} verticalement, de {count} clients dans ces segments&#xa0;: {segments}.</translation>
    </message>
    <message>
        <source>Segment</source>
        <translation>Segment</translation>
    </message>
    <message>
        <source>Customers in view</source>
        <translation>Clients visibles</translation>
    </message>
    <message>
        <source>Select customers in view</source>
        <translation>Sélectionner les clients visibles</translation>
    </message>
    <message>
        <source>Clear selection</source>
        <translation>Effacer la sélection</translation>
    </message>
    <message>
        <source>{count} customers</source>
        <translation>{count} clients</translation>
    </message>
    <message>
        <source>{count} more have no place on these axes</source>
        <translation>{count} autres n&apos;ont pas de place sur ces axes</translation>
    </message>
    <message>
        <source>{count} selected, {ringed} of them ringed</source>
        <translation>{count} sélectionnés, dont {ringed} entourés</translation>
    </message>
    <message>
        <source>{count} selected</source>
        <translation>{count} sélectionnés</translation>
    </message>
    <message>
        <source>1 customer here</source>
        <translation>1 client ici</translation>
    </message>
    <message>
        <source>{count} customers here, most of them in this segment</source>
        <translation>{count} clients ici, la plupart dans ce segment</translation>
    </message>
</context>
<context>
    <name>SearchField</name>
    <message>
        <source>Search</source>
        <translation>Rechercher</translation>
    </message>
    <message>
        <source>Search the table</source>
        <translation>Rechercher dans la table</translation>
    </message>
    <message>
        <source>Type words, or a condition such as country:brazil or revenue:&gt;100</source>
        <translation>Saisissez des mots, ou une condition comme country:brazil ou revenue:&gt;100</translation>
    </message>
    <message>
        <source>Clear the search</source>
        <translation>Effacer la recherche</translation>
    </message>
</context>
<context>
    <name>SegmentBoxes</name>
    <message>
        <source>Mean: {value}</source>
        <translation>Moyenne&#xa0;: {value}</translation>
    </message>
    <message>
        <source>Median: {value}</source>
        <translation>Médiane&#xa0;: {value}</translation>
    </message>
    <message>
        <source>Middle half: {low} to {high}</source>
        <translation>Moitié centrale&#xa0;: {low} à {high}</translation>
    </message>
    <message>
        <source>{title}: no values.</source>
        <translation>{title}&#xa0;: aucune valeur.</translation>
    </message>
    <message>
        <source>{title} by segment; highest mean: {most}, {high}; lowest: {least}, {low}.</source>
        <translation>{title} par segment&#x202f;; plus haute moyenne&#xa0;: {most}, {high}&#x202f;; plus basse&#xa0;: {least}, {low}.</translation>
    </message>
    <message>
        <source>Segment</source>
        <translation>Segment</translation>
    </message>
    <message>
        <source>Mean</source>
        <translation>Moyenne</translation>
    </message>
    <message>
        <source>Lower quartile</source>
        <translation>Premier quartile</translation>
    </message>
    <message>
        <source>Median</source>
        <translation>Médiane</translation>
    </message>
    <message>
        <source>Upper quartile</source>
        <translation>Troisième quartile</translation>
    </message>
    <message>
        <source>box: middle half · line: median · mark: mean</source>
        <translation>boîte&#xa0;: moitié centrale · trait&#xa0;: médiane · marque&#xa0;: moyenne</translation>
    </message>
    <message>
        <source>bar: mean</source>
        <translation>barre&#xa0;: moyenne</translation>
    </message>
    <message>
        <source>dashed: all customers</source>
        <translation>tirets&#xa0;: tous les clients</translation>
    </message>
</context>
<context>
    <name>SegmentTable</name>
    <message>
        <source>Segment</source>
        <translation>Segment</translation>
    </message>
    <message>
        <source>Customers</source>
        <translation>Clients</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>Part</translation>
    </message>
</context>
<context>
    <name>Session</name>
    <message>
        <source>Choose the source</source>
        <translation>Choisir la source</translation>
    </message>
</context>
<context>
    <name>Shortcuts</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Raccourcis clavier</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>Partout</translation>
    </message>
    <message>
        <source>In tables</source>
        <translation>Dans les tables</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Rechercher</translation>
    </message>
    <message>
        <source>Copy what is selected, with headers</source>
        <translation>Copier ce qui est sélectionné, avec les en-têtes</translation>
    </message>
    <message>
        <source>Edit a cell</source>
        <translation>Modifier une cellule</translation>
    </message>
    <message>
        <source>In plots</source>
        <translation>Dans les graphiques</translation>
    </message>
    <message>
        <source>Move</source>
        <translation>Déplacer</translation>
    </message>
    <message>
        <source>Zoom in, zoom out</source>
        <translation>Zoom avant, zoom arrière</translation>
    </message>
    <message>
        <source>Show everything</source>
        <translation>Montrer tout</translation>
    </message>
</context>
<context>
    <name>SignIn</name>
    <message>
        <source>Nobody is signed in.</source>
        <translation>Personne n&apos;est connecté.</translation>
    </message>
    <message>
        <source>with what gcloud has left on this machine</source>
        <translation>avec ce que gcloud a laissé sur cette machine</translation>
    </message>
    <message>
        <source>in the browser</source>
        <translation>dans le navigateur</translation>
    </message>
    <message>
        <source>with the key of a service account</source>
        <translation>avec la clé d&apos;un compte de service</translation>
    </message>
    <message>
        <source>to an emulator of BigQuery</source>
        <translation>à un émulateur de BigQuery</translation>
    </message>
    <message>
        <source>Signed in as {account}, {way}.</source>
        <translation>Connecté comme {account}, {way}.</translation>
    </message>
    <message>
        <source>Signed in {way}.</source>
        <translation>Connecté {way}.</translation>
    </message>
    <message>
        <source>There is no keyring here, so it ends with this session.</source>
        <translation>Il n&apos;y a pas de trousseau ici&#xa0;: cela finit avec cette session.</translation>
    </message>
</context>
<context>
    <name>SignInDialog</name>
    <message>
        <source>Sign in to Google Cloud</source>
        <translation>Se connecter à Google Cloud</translation>
    </message>
    <message>
        <source>Looking who is signed in…</source>
        <translation>Recherche du compte connecté…</translation>
    </message>
    <message>
        <source>The JSON file of the OAuth client</source>
        <translation>Le fichier JSON du client OAuth</translation>
    </message>
    <message>
        <source>The JSON file of the key</source>
        <translation>Le fichier JSON de la clé</translation>
    </message>
    <message>
        <source>This machine</source>
        <translation>Cette machine</translation>
    </message>
    <message>
        <source>What gcloud has left here</source>
        <translation>Ce que gcloud a laissé ici</translation>
    </message>
    <message>
        <source>Browser</source>
        <translation>Navigateur</translation>
    </message>
    <message>
        <source>Your Google account</source>
        <translation>Votre compte Google</translation>
    </message>
    <message>
        <source>Key file</source>
        <translation>Fichier de clé</translation>
    </message>
    <message>
        <source>A service account</source>
        <translation>Un compte de service</translation>
    </message>
    <message>
        <source>How to sign in</source>
        <translation>Comment se connecter</translation>
    </message>
    <message>
        <source>JSON files (*.json)</source>
        <translation>Fichiers JSON (*.json)</translation>
    </message>
    <message>
        <source>Address of Google&apos;s page</source>
        <translation>Adresse de la page de Google</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Copier</translation>
    </message>
    <message>
        <source>Copy the address</source>
        <translation>Copier l&apos;adresse</translation>
    </message>
    <message>
        <source>Cancel sign-in</source>
        <translation>Annuler la connexion</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>Se connecter</translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation>Se déconnecter</translation>
    </message>
    <message>
        <source>Uses what “gcloud auth application-default login” left on this machine. Nothing is stored.</source>
        <translation>Utilise ce que «&#xa0;gcloud auth application-default login&#xa0;» a laissé sur cette machine. Rien n&apos;est stocké.</translation>
    </message>
    <message>
        <source>Opens Google&apos;s page in your browser. An administrator makes the OAuth client once, of the type Desktop app. Only the refresh token is kept, in this system&apos;s keyring.</source>
        <translation>Ouvre la page de Google dans votre navigateur. Un administrateur crée le client OAuth une fois, du type application de bureau. Seul le jeton d&apos;actualisation est gardé, dans le trousseau du système.</translation>
    </message>
    <message>
        <source>The file stays where it is, only its path is kept. Such a key is a secret that does not expire: prefer one of the other ways.</source>
        <translation>Le fichier reste où il est, seul son chemin est gardé. Une telle clé est un secret qui n&apos;expire pas&#xa0;: préférez une autre manière.</translation>
    </message>
    <message>
        <source>Choose the key&apos;s file first</source>
        <translation>Choisissez d&apos;abord le fichier de la clé</translation>
    </message>
    <message>
        <source>Choose the client&apos;s file first</source>
        <translation>Choisissez d&apos;abord le fichier du client</translation>
    </message>
    <message>
        <source>Something is running. Sign in when it has ended</source>
        <translation>Une opération est en cours. Connectez-vous quand elle sera terminée</translation>
    </message>
    <message>
        <source>The sign-in was cancelled</source>
        <translation>La connexion a été annulée</translation>
    </message>
    <message>
        <source>Signed in</source>
        <translation>Connecté</translation>
    </message>
    <message>
        <source>Signed out</source>
        <translation>Déconnecté</translation>
    </message>
    <message>
        <source>Your browser should show Google&apos;s page. If not, open this address. {seconds} s left.</source>
        <translation>Votre navigateur devrait montrer la page de Google. Sinon, ouvrez cette adresse. Reste {seconds} s.</translation>
    </message>
</context>
<context>
    <name>SizesTab</name>
    <message>
        <source>Sizes and stability</source>
        <translation>Tailles et stabilité</translation>
    </message>
    <message>
        <source>Stability</source>
        <translation>Stabilité</translation>
    </message>
    <message>
        <source>1: the same customers are together again when customers are drawn anew. 0: none</source>
        <translation>1&#xa0;: les mêmes clients se retrouvent ensemble quand les clients sont tirés à nouveau. 0&#xa0;: aucun</translation>
    </message>
    <message>
        <source>In a word</source>
        <translation>En un mot</translation>
    </message>
    <message>
        <source>Outliers</source>
        <translation>Atypiques</translation>
    </message>
    <message>
        <source>Customers who are farther from the segment&apos;s centre than is usual</source>
        <translation>Clients plus loin du centre du segment que d&apos;habitude</translation>
    </message>
    <message>
        <source>To know</source>
        <translation>À savoir</translation>
    </message>
    <message>
        <source>Too small for advertising platforms</source>
        <translation>Trop petit pour les plateformes publicitaires</translation>
    </message>
    <message>
        <source>Set aside, not clustered</source>
        <translation>Mis à part, non segmenté</translation>
    </message>
</context>
<context>
    <name>SourceChoice</name>
    <message>
        <source>Customers of the sample</source>
        <translation>Clients de l&apos;exemple</translation>
    </message>
    <message>
        <source>Seed of the sample</source>
        <translation>Graine de l&apos;exemple</translation>
    </message>
    <message>
        <source>Sample</source>
        <translation>Exemple</translation>
    </message>
    <message>
        <source>Made-up customers, to try it out</source>
        <translation>Des clients inventés, pour essayer</translation>
    </message>
    <message>
        <source>Files on this machine</source>
        <translation>Fichiers sur cette machine</translation>
    </message>
    <message>
        <source>CSV, Excel, Parquet or JSON tables</source>
        <translation>Tables CSV, Excel, Parquet ou JSON</translation>
    </message>
    <message>
        <source>BigQuery</source>
        <translation>BigQuery</translation>
    </message>
    <message>
        <source>A dataset of Google&apos;s data warehouse</source>
        <translation>Un ensemble de données de l&apos;entrepôt de Google</translation>
    </message>
    <message>
        <source>Online shop</source>
        <translation>Boutique en ligne</translation>
    </message>
    <message>
        <source>Users, orders, products and events of a shop</source>
        <translation>Utilisateurs, commandes, produits et événements d&apos;une boutique</translation>
    </message>
    <message>
        <source>Analytics export</source>
        <translation>Export Analytics</translation>
    </message>
    <message>
        <source>Sessions as Google Analytics 360 exports them</source>
        <translation>Les sessions telles que Google Analytics 360 les exporte</translation>
    </message>
    <message>
        <source>Kind of sample</source>
        <translation>Type d&apos;exemple</translation>
    </message>
    <message>
        <source>Tables ({endings})</source>
        <translation>Tables ({endings})</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Tous les fichiers (*)</translation>
    </message>
    <message>
        <source>File or folder with the tables</source>
        <translation>Fichier ou dossier des tables</translation>
    </message>
    <message>
        <source>A folder with a file per table, or a single file: choose it or drop it here</source>
        <translation>Un dossier avec un fichier par table, ou un seul fichier&#xa0;: choisissez-le ou déposez-le ici</translation>
    </message>
    <message>
        <source>Same seed, same customers</source>
        <translation>Même graine, mêmes clients</translation>
    </message>
    <message>
        <source>Customers</source>
        <translation>Clients</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Graine</translation>
    </message>
</context>
<context>
    <name>SqlEditor</name>
    <message>
        <source>SQL query</source>
        <translation>Requête SQL</translation>
    </message>
    <message>
        <source>Ctrl+/ comments lines. Escape and then Tab leaves the editor.</source>
        <translation>Ctrl+/ commente des lignes. Échap puis Tab quitte l&apos;éditeur.</translation>
    </message>
    <message>
        <source>Line {line}, column {column}: {message}</source>
        <translation>Ligne {line}, colonne {column}&#xa0;: {message}</translation>
    </message>
</context>
<context>
    <name>StabilityTable</name>
    <message>
        <source>Stability of the segments</source>
        <translation>Stabilité des segments</translation>
    </message>
    <message>
        <source>Run Clusters: it makes the chosen number of segments and measures how stable each is.</source>
        <translation>Exécutez Segments&#xa0;: il forme le nombre de segments retenu et mesure la stabilité de chacun.</translation>
    </message>
    <message>
        <source>Segment</source>
        <translation>Segment</translation>
    </message>
    <message>
        <source>Customers</source>
        <translation>Clients</translation>
    </message>
    <message>
        <source>Found again</source>
        <translation>Retrouvé</translation>
    </message>
    <message>
        <source>Mean Jaccard similarity of the segment and its likest one among customers drawn anew: 1 is the very same</source>
        <translation>Similarité de Jaccard moyenne entre le segment et le plus ressemblant parmi des clients tirés à nouveau&#xa0;: 1 est exactement le même</translation>
    </message>
    <message>
        <source>In a word</source>
        <translation>En un mot</translation>
    </message>
    <message>
        <source>Clusters made {k} segments, and looked for each again among customers drawn anew. 1 is the very same; below 0.6 it is hardly there.</source>
        <translation>Segments a formé {k} segments, et recherché chacun parmi des clients tirés à nouveau. 1 est exactement le même&#x202f;; au-dessous de 0,6 il n&apos;existe guère.</translation>
    </message>
    <message>
        <source>{k} segments are chosen now: run Clusters to measure those.</source>
        <translation>{k} segments sont maintenant retenus&#xa0;: exécutez Segments pour mesurer ceux-là.</translation>
    </message>
</context>
<context>
    <name>StandingCell</name>
    <message>
        <source>Accept the name of {segment}</source>
        <translation>Accepter le nom de {segment}</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>Accepter</translation>
    </message>
    <message>
        <source>Keep this name and designation as they are</source>
        <translation>Garder ce nom et cette description tels quels</translation>
    </message>
    <message>
        <source>Suggest a name for {segment} again</source>
        <translation>Suggérer à nouveau un nom pour {segment}</translation>
    </message>
    <message>
        <source>Suggest again</source>
        <translation>Suggérer à nouveau</translation>
    </message>
    <message>
        <source>Give up this name and designation for suggested ones</source>
        <translation>Renoncer à ce nom et à cette description au profit des suggestions</translation>
    </message>
</context>
<context>
    <name>StartPage</name>
    <message>
        <source>Try the sample</source>
        <translation>Essayer l&apos;exemple</translation>
    </message>
    <message>
        <source>A made-up shop with 20,000 customers. See all seven steps in a few minutes.</source>
        <translation>Une boutique inventée avec 20 000 clients. Parcourez les sept étapes en quelques minutes.</translation>
    </message>
    <message>
        <source>New project</source>
        <translation>Nouveau projet</translation>
    </message>
    <message>
        <source>Start from your own customer tables: files on this machine.</source>
        <translation>Partez de vos propres tables de clients&#xa0;: des fichiers sur cette machine.</translation>
    </message>
    <message>
        <source>Open a project</source>
        <translation>Ouvrir un projet</translation>
    </message>
    <message>
        <source>Go on with a .segdesk file, or look at a colleague&apos;s.</source>
        <translation>Reprenez un fichier .segdesk, ou regardez celui d&apos;un collègue.</translation>
    </message>
    <message>
        <source>Recent projects</source>
        <translation>Projets récents</translation>
    </message>
    <message>
        <source>Press Enter to open, Delete to remove from the list</source>
        <translation>Appuyez sur Entrée pour ouvrir, sur Suppr pour retirer de la liste</translation>
    </message>
    <message>
        <source>The projects that you work on will be listed here.</source>
        <translation>Les projets sur lesquels vous travaillez seront listés ici.</translation>
    </message>
    <message>
        <source>From a customer table to named segments, personal emails and import files. Everything stays on this machine.</source>
        <translation>D&apos;une table de clients à des segments nommés, des e-mails personnels et des fichiers d&apos;import. Tout reste sur cette machine.</translation>
    </message>
    <message>
        <source>Or drop a project, a file or a folder of tables onto this window.</source>
        <translation>Ou déposez un projet, un fichier ou un dossier de tables sur cette fenêtre.</translation>
    </message>
    <message>
        <source>{name} (not there any more)</source>
        <translation>{name} (n&apos;est plus là)</translation>
    </message>
</context>
<context>
    <name>Status</name>
    <message>
        <source>What it costs</source>
        <translation>Ce que cela coûte</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Progression</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <source>Cancel what runs</source>
        <translation>Interrompre ce qui s&apos;exécute</translation>
    </message>
    <message>
        <source>{step}: starting</source>
        <translation>{step}&#xa0;: démarrage</translation>
    </message>
    <message>
        <source>{step}: {text}</source>
        <translation>{step}&#xa0;: {text}</translation>
    </message>
    <message>
        <source>Cancelling</source>
        <translation>Interruption</translation>
    </message>
    <message>
        <source>{step}: done in {time}</source>
        <translation>{step}&#xa0;: terminé en {time}</translation>
    </message>
    <message>
        <source>{step}: cancelled; what was finished is kept</source>
        <translation>{step}&#xa0;: interrompu&#x202f;; ce qui était fini est gardé</translation>
    </message>
    <message>
        <source>{step}: failed</source>
        <translation>{step}&#xa0;: échec</translation>
    </message>
    <message>
        <source>{size} billed, about {cost}</source>
        <translation>{size} facturés, environ {cost}</translation>
    </message>
    <message>
        <source>{customers} customers in {segments} segments</source>
        <translation>{customers} clients dans {segments} segments</translation>
    </message>
    <message>
        <source>{customers} customers</source>
        <translation>{customers} clients</translation>
    </message>
    <message>
        <source>{elapsed}, about {remaining} left</source>
        <translation>{elapsed}, encore environ {remaining}</translation>
    </message>
</context>
<context>
    <name>SweepPage</name>
    <message>
        <source>Into how many segments do your customers fall? Every number is tried and scored.</source>
        <translation>En combien de segments se répartissent vos clients&#x202f;? Chaque nombre est essayé et noté.</translation>
    </message>
    <message>
        <source>Try the numbers</source>
        <translation>Essayer les nombres</translation>
    </message>
    <message>
        <source>No number has been tried yet</source>
        <translation>Aucun nombre n&apos;a encore été essayé</translation>
    </message>
    <message>
        <source>Scores</source>
        <translation>Scores</translation>
    </message>
    <message>
        <source>Stability</source>
        <translation>Stabilité</translation>
    </message>
    <message>
        <source>What the table shows</source>
        <translation>Ce que montre le tableau</translation>
    </message>
    <message>
        <source>Models…</source>
        <translation>Modèles…</translation>
    </message>
    <message>
        <source>The models in BigQuery: how their training went, and which to keep</source>
        <translation>Les modèles dans BigQuery&#xa0;: leur entraînement, et lesquels garder</translation>
    </message>
    <message>
        <source>“{action}” makes that many segments of your customers, one number after the other, and scores each. The settings at the left may stay as they are.</source>
        <translation>«&#xa0;{action}&#xa0;» forme autant de segments de vos clients, un nombre après l&apos;autre, et note chacun. Les réglages à gauche peuvent rester tels quels.</translation>
    </message>
    <message>
        <source>Use {k} segments</source>
        <translation>Retenir {k} segments</translation>
    </message>
    <message>
        <source>Let the scores choose</source>
        <translation>Laisser les scores choisir</translation>
    </message>
    <message>
        <source>Click a number to look at it in the plots; double-click it to use it.</source>
        <translation>Cliquez sur un nombre pour le regarder dans les graphiques&#x202f;; double-cliquez pour le retenir.</translation>
    </message>
    <message>
        <source>{low} to {high}</source>
        <translation>{low} à {high}</translation>
    </message>
    <message>
        <source>BigQuery ML picks among these numbers. Another range is tuned anew.</source>
        <translation>BigQuery ML choisit parmi ces nombres. Une autre plage demande un nouveau réglage.</translation>
    </message>
    <message>
        <source>Each number in this range is tried and scored. What is done is not done again.</source>
        <translation>Chaque nombre de cette plage est essayé et noté. Ce qui est fait n&apos;est pas refait.</translation>
    </message>
    <message>
        <source>All sixteen</source>
        <translation>Les seize</translation>
    </message>
    <message>
        <source>Seven</source>
        <translation>Sept</translation>
    </message>
    <message>
        <source>Customers drawn here</source>
        <translation>Clients tirés ici</translation>
    </message>
    <message>
        <source>k-means++</source>
        <translation>k-means++</translation>
    </message>
    <message>
        <source>At random</source>
        <translation>Au hasard</translation>
    </message>
    <message>
        <source>Try {k} segments</source>
        <translation>Essayer {k} segments</translation>
    </message>
    <message>
        <source>Try {low} to {high} segments</source>
        <translation>Essayer {low} à {high} segments</translation>
    </message>
    <message>
        <source>{trials} trials at most among {count} numbers, each on {customers} customers.</source>
        <translation>Au plus {trials} essais parmi {count} nombres, chacun sur {customers} clients.</translation>
    </message>
    <message>
        <source>One number, on {customers} customers.</source>
        <translation>Un nombre, sur {customers} clients.</translation>
    </message>
    <message>
        <source>{count} numbers, each on {customers} customers.</source>
        <translation>{count} nombres, chacun sur {customers} clients.</translation>
    </message>
    <message>
        <source>All are done.</source>
        <translation>Tous sont faits.</translation>
    </message>
    <message>
        <source>{kept} done, {missing} to go.</source>
        <translation>{kept} faits, {missing} à faire.</translation>
    </message>
    <message>
        <source>There are only {customers} customers: try at most {most} segments.</source>
        <translation>Il n&apos;y a que {customers} clients&#xa0;: essayez {most} segments au plus.</translation>
    </message>
    <message>
        <source>Your number is taken. The scores are shown all the same.</source>
        <translation>Votre nombre est retenu. Les scores sont montrés tout de même.</translation>
    </message>
    <message>
        <source>How much closer customers are to their own segment than to the next. Highest wins.</source>
        <translation>Combien les clients sont plus proches de leur segment que du suivant. Le plus haut gagne.</translation>
    </message>
    <message>
        <source>How wide segments are for the distance between them. Lowest wins.</source>
        <translation>La largeur des segments par rapport à la distance entre eux. Le plus bas gagne.</translation>
    </message>
    <message>
        <source>All four scores count alike, as in the notebook. Highest wins.</source>
        <translation>Les quatre scores comptent autant, comme dans le notebook. Le plus haut gagne.</translation>
    </message>
    <message>
        <source>Silhouette, Calinski-Harabasz and Davies-Bouldin count alike. Highest wins.</source>
        <translation>Silhouette, Calinski-Harabasz et Davies-Bouldin comptent autant. Le plus haut gagne.</translation>
    </message>
    <message>
        <source>{k} segments, as you asked for.</source>
        <translation>{k} segments, comme vous l&apos;avez demandé.</translation>
    </message>
    <message>
        <source>{k} segments, the only number that was tried.</source>
        <translation>{k} segments, le seul nombre essayé.</translation>
    </message>
    <message>
        <source>{k} segments have the highest silhouette, {silhouette}, of the {tried} numbers tried.</source>
        <translation>{k} segments ont la plus haute silhouette, {silhouette}, des {tried} nombres essayés.</translation>
    </message>
    <message>
        <source>{k} segments have the lowest Davies-Bouldin, {davies_bouldin}, of the {tried} numbers tried.</source>
        <translation>{k} segments ont le plus bas Davies-Bouldin, {davies_bouldin}, des {tried} nombres essayés.</translation>
    </message>
    <message>
        <source>{k} segments have the highest combined score, {combined}, of the {tried} numbers tried (silhouette {silhouette}, Calinski-Harabasz {calinski_harabasz}, Davies-Bouldin {davies_bouldin}).</source>
        <translation>{k} segments ont le plus haut score combiné, {combined}, des {tried} nombres essayés (silhouette {silhouette}, Calinski-Harabasz {calinski_harabasz}, Davies-Bouldin {davies_bouldin}).</translation>
    </message>
    <message>
        <source>{k} is the largest number tried: a wider range might choose more.</source>
        <translation>{k} est le plus grand nombre essayé&#xa0;: une plage plus large pourrait en choisir davantage.</translation>
    </message>
    <message>
        <source>{k} is the smallest number tried: a wider range might choose fewer.</source>
        <translation>{k} est le plus petit nombre essayé&#xa0;: une plage plus large pourrait en choisir moins.</translation>
    </message>
    <message>
        <source>The choice depends on the range: from {low} to {high} it would be {k}.</source>
        <translation>Le choix dépend de la plage&#xa0;: de {low} à {high}, ce serait {k}.</translation>
    </message>
    <message>
        <source>Chosen</source>
        <translation>Retenu</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Terminé</translation>
    </message>
    <message>
        <source>Fitted</source>
        <translation>Ajusté</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Échec</translation>
    </message>
    <message>
        <source>Trying</source>
        <translation>En cours</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>En attente</translation>
    </message>
    <message>
        <source>Not tried</source>
        <translation>Non essayé</translation>
    </message>
    <message>
        <source>Silhouette, Calinski-Harabasz and Davies-Bouldin are those of {here} of the {all} customers.</source>
        <translation>Silhouette, Calinski-Harabasz et Davies-Bouldin sont ceux de {here} des {all} clients.</translation>
    </message>
    <message>
        <source>Highly stable</source>
        <translation>Très stable</translation>
    </message>
    <message>
        <source>Stable</source>
        <translation>Stable</translation>
    </message>
    <message>
        <source>A pattern, with blurred edges</source>
        <translation>Un motif, aux bords flous</translation>
    </message>
    <message>
        <source>Doubtful</source>
        <translation>Douteux</translation>
    </message>
    <message>
        <source>Falls apart</source>
        <translation>Se défait</translation>
    </message>
    <message>
        <source>Not measured</source>
        <translation>Non mesurée</translation>
    </message>
</context>
<context>
    <name>SweepSettingsPanel</name>
    <message>
        <source>What to try</source>
        <translation>Quoi essayer</translation>
    </message>
    <message>
        <source>As BigQuery ML does in the notebook: one start, whatever stands here.</source>
        <translation>Comme BigQuery ML dans le notebook&#xa0;: un départ, quoi qu&apos;il y ait ici.</translation>
    </message>
    <message>
        <source>Each number is tried from so many random starts, and the best is kept.</source>
        <translation>Chaque nombre est essayé à partir d&apos;autant de départs au hasard, et le meilleur est gardé.</translation>
    </message>
    <message>
        <source>Numbers of segments</source>
        <translation>Nombres de segments</translation>
    </message>
    <message>
        <source>Choose the number by</source>
        <translation>Choisir le nombre par</translation>
    </message>
    <message>
        <source>Sweep of the notebook</source>
        <translation>Balayage du notebook</translation>
    </message>
    <message>
        <source>With five principal components, 2 to 22 segments</source>
        <translation>Avec cinq composantes principales, de 2 à 22 segments</translation>
    </message>
    <message>
        <source>With all features, 2 to 20 segments</source>
        <translation>Avec toutes les variables, de 2 à 20 segments</translation>
    </message>
    <message>
        <source>First</source>
        <translation>Premier</translation>
    </message>
    <message>
        <source>Second</source>
        <translation>Second</translation>
    </message>
    <message>
        <source>The notebook has two: one on five principal components, one on all features.</source>
        <translation>Le notebook en a deux&#xa0;: un sur cinq composantes principales, un sur toutes les variables.</translation>
    </message>
    <message>
        <source>Starts for each number</source>
        <translation>Départs pour chaque nombre</translation>
    </message>
    <message>
        <source>Customers for the silhouette</source>
        <translation>Clients pour la silhouette</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Tous</translation>
    </message>
    <message>
        <source>The silhouette compares customers with one another, which is slow for many. On a draw of them it comes with an interval. 0 takes all.</source>
        <translation>La silhouette compare les clients entre eux, ce qui est lent s&apos;ils sont nombreux. Sur un tirage, elle vient avec un intervalle. 0 les prend tous.</translation>
    </message>
    <message>
        <source>Principal components</source>
        <translation>Composantes principales</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Aucun</translation>
    </message>
    <message>
        <source>Merges features that go together into so many before clustering. 0 merges none.</source>
        <translation>Fusionne les variables qui vont ensemble en autant de composantes avant de segmenter. 0 n&apos;en fusionne aucune.</translation>
    </message>
    <message>
        <source>Digits of the prepared numbers</source>
        <translation>Chiffres des nombres préparés</translation>
    </message>
    <message>
        <source>Seven tell customers apart in half the memory. All sixteen, as in the notebooks, only matter where a result has to be the same to the last digit.</source>
        <translation>Sept suffisent pour distinguer les clients, avec moitié moins de mémoire. Les seize, comme dans les notebooks, ne comptent que si un résultat doit être le même jusqu&apos;au dernier chiffre.</translation>
    </message>
    <message>
        <source>Draws for the stability</source>
        <translation>Tirages pour la stabilité</translation>
    </message>
    <message>
        <source>Clusters draws the customers anew so many times, to see whether each segment is found again. 0 leaves that out.</source>
        <translation>Segments tire les clients à nouveau autant de fois, pour voir si chaque segment se retrouve. 0 s&apos;en passe.</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Graine</translation>
    </message>
    <message>
        <source>The same seed gives the same result again.</source>
        <translation>La même graine redonne le même résultat.</translation>
    </message>
    <message>
        <source>Where it runs</source>
        <translation>Où cela s&apos;exécute</translation>
    </message>
</context>
<context>
    <name>SweepTable</name>
    <message>
        <source>Scores of every number of segments</source>
        <translation>Scores de chaque nombre de segments</translation>
    </message>
    <message>
        <source>The silhouette of a draw of customers lies in this interval in 19 of 20 draws.</source>
        <translation>La silhouette d&apos;un tirage de clients se trouve dans cet intervalle pour 19 tirages sur 20.</translation>
    </message>
    <message>
        <source>Segments</source>
        <translation>Segments</translation>
    </message>
    <message>
        <source>State</source>
        <translation>État</translation>
    </message>
    <message>
        <source>Combined</source>
        <translation>Combiné</translation>
    </message>
    <message>
        <source>Higher is better</source>
        <translation>Plus haut, mieux</translation>
    </message>
    <message>
        <source>Silhouette</source>
        <translation>Silhouette</translation>
    </message>
    <message>
        <source>95% interval</source>
        <translation>Intervalle à 95&#xa0;%</translation>
    </message>
    <message>
        <source>Silhouette of</source>
        <translation>Silhouette de</translation>
    </message>
    <message>
        <source>How many customers were looked at for the silhouette</source>
        <translation>Combien de clients ont été regardés pour la silhouette</translation>
    </message>
    <message>
        <source>Lower is better</source>
        <translation>Plus bas, mieux</translation>
    </message>
    <message>
        <source>Inertia</source>
        <translation>Inertie</translation>
    </message>
    <message>
        <source>Falls with every segment more</source>
        <translation>Baisse à chaque segment de plus</translation>
    </message>
    <message>
        <source>Seconds</source>
        <translation>Secondes</translation>
    </message>
    <message>
        <source>Mean squared distance</source>
        <translation>Distance quadratique moyenne</translation>
    </message>
    <message>
        <source>As BigQuery ML reports it. Lower is better</source>
        <translation>Comme BigQuery ML l&apos;indique. Plus bas, mieux</translation>
    </message>
    <message>
        <source>Davies-Bouldin index</source>
        <translation>Indice de Davies-Bouldin</translation>
    </message>
    <message>
        <source>Problem</source>
        <translation>Problème</translation>
    </message>
    <message>
        <source>{low} to {high}</source>
        <translation>{low} à {high}</translation>
    </message>
    <message>
        <source>all</source>
        <translation>tous</translation>
    </message>
    <message>
        <source>{rows} drawn</source>
        <translation>{rows} tirés</translation>
    </message>
</context>
<context>
    <name>TableDetail</name>
    <message>
        <source>First rows</source>
        <translation>Premières lignes</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>Colonnes</translation>
    </message>
    <message>
        <source>What is shown of the table</source>
        <translation>Ce qui est montré de la table</translation>
    </message>
    <message>
        <source>{total} fields</source>
        <translation>{total} champs</translation>
    </message>
    <message>
        <source>{shown} of {total} fields</source>
        <translation>{shown} champs sur {total}</translation>
    </message>
    <message>
        <source>First rows of {table}</source>
        <translation>Premières lignes de {table}</translation>
    </message>
    <message>
        <source>List the tables to see their first rows</source>
        <translation>Listez les tables pour voir leurs premières lignes</translation>
    </message>
    <message>
        <source>{count} columns</source>
        <translation>{count} colonnes</translation>
    </message>
    <message>
        <source>{count} rows</source>
        <translation>{count} lignes</translation>
    </message>
    <message>
        <source>Reading the first rows</source>
        <translation>Lecture des premières lignes</translation>
    </message>
    <message>
        <source>The rows could not be read</source>
        <translation>Les lignes n&apos;ont pas pu être lues</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Réessayer</translation>
    </message>
    <message>
        <source>The table is empty</source>
        <translation>La table est vide</translation>
    </message>
    <message>
        <source>{total} rows</source>
        <translation>{total} lignes</translation>
    </message>
    <message>
        <source>{shown} of {total} rows</source>
        <translation>{shown} lignes sur {total}</translation>
    </message>
    <message>
        <source>First {total} rows</source>
        <translation>{total} premières lignes</translation>
    </message>
    <message>
        <source>{shown} of the first {total} rows</source>
        <translation>{shown} des {total} premières lignes</translation>
    </message>
</context>
<context>
    <name>TableList</name>
    <message>
        <source>Tables</source>
        <translation>Tables</translation>
    </message>
    <message>
        <source>Tables of the source</source>
        <translation>Tables de la source</translation>
    </message>
    <message>
        <source>{total} table</source>
        <translation>{total} table</translation>
    </message>
    <message>
        <source>{total} tables</source>
        <translation>{total} tables</translation>
    </message>
    <message>
        <source>{shown} of {total} tables</source>
        <translation>{shown} tables sur {total}</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>Table</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>Lignes</translation>
    </message>
    <message>
        <source>– where they are only counted when they are read</source>
        <translation>– là où elles ne sont comptées qu&apos;à la lecture</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>Colonnes</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Taille</translation>
    </message>
    <message>
        <source>MB</source>
        <translation>Mo</translation>
    </message>
    <message>
        <source>To know</source>
        <translation>À savoir</translation>
    </message>
</context>
<context>
    <name>TablePanel</name>
    <message>
        <source>Table</source>
        <translation>Table</translation>
    </message>
    <message>
        <source>Copy rows</source>
        <translation>Copier les lignes</translation>
    </message>
    <message>
        <source>Copy cell</source>
        <translation>Copier la cellule</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>Tout sélectionner</translation>
    </message>
    <message>
        <source>Reset column layout</source>
        <translation>Réinitialiser la disposition des colonnes</translation>
    </message>
    <message>
        <source>Save as CSV…</source>
        <translation>Enregistrer en CSV…</translation>
    </message>
    <message>
        <source>Show only “{value}”</source>
        <translation>Ne montrer que «&#xa0;{value}&#xa0;»</translation>
    </message>
    <message>
        <source>Sort ascending</source>
        <translation>Tri croissant</translation>
    </message>
    <message>
        <source>Sort descending</source>
        <translation>Tri décroissant</translation>
    </message>
    <message>
        <source>Original order</source>
        <translation>Ordre d&apos;origine</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>Colonnes</translation>
    </message>
    <message>
        <source>Save as CSV</source>
        <translation>Enregistrer en CSV</translation>
    </message>
    <message>
        <source>CSV files (*.csv)</source>
        <translation>Fichiers CSV (*.csv)</translation>
    </message>
</context>
<context>
    <name>TableView</name>
    <message>
        <source>{total} rows</source>
        <translation>{total} lignes</translation>
    </message>
    <message>
        <source>{shown} of {total} rows</source>
        <translation>{shown} lignes sur {total}</translation>
    </message>
</context>
<context>
    <name>Targets</name>
    <message>
        <source>Folder for the files</source>
        <translation>Dossier des fichiers</translation>
    </message>
    <message>
        <source>Google Analytics 360 (ga360.csv)</source>
        <translation>Google Analytics 360 (ga360.csv)</translation>
    </message>
    <message>
        <source>Set up the GA360 file…</source>
        <translation>Préparer le fichier GA360…</translation>
    </message>
    <message>
        <source>Say which column goes under which ga: name</source>
        <translation>Dire quelle colonne va sous quel nom ga:</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Dossier</translation>
    </message>
    <message>
        <source>Import files</source>
        <translation>Fichiers d&apos;import</translation>
    </message>
    <message>
        <source>Set up the file anew.</source>
        <translation>Configurez le fichier à nouveau.</translation>
    </message>
    <message>
        <source>Files for GA4, Google Ads, Meta and mail tools come in a later version.</source>
        <translation>Les fichiers pour GA4, Google Ads, Meta et les outils d&apos;e-mailing arrivent dans une version ultérieure.</translation>
    </message>
</context>
<context>
    <name>TickList</name>
    <message>
        <source>All</source>
        <translation>Tous</translation>
    </message>
</context>
<context>
    <name>ToolButtons</name>
    <message>
        <source>Move and zoom</source>
        <translation>Déplacer et zoomer</translation>
    </message>
    <message>
        <source>Drag to move, turn the wheel to zoom</source>
        <translation>Glissez pour déplacer, tournez la molette pour zoomer</translation>
    </message>
    <message>
        <source>Select by drawing</source>
        <translation>Sélectionner en dessinant</translation>
    </message>
    <message>
        <source>Draw around customers to select them. Hold Shift to add to the selection</source>
        <translation>Entourez des clients pour les sélectionner. Maintenez Maj pour ajouter à la sélection</translation>
    </message>
</context>
<context>
    <name>TrainingFields</name>
    <message>
        <source>It looks for the lowest Davies-Bouldin index, in trials of one model.</source>
        <translation>Il cherche l&apos;indice de Davies-Bouldin le plus bas, par les essais d&apos;un même modèle.</translation>
    </message>
    <message>
        <source>Each number is trained as a model of its own.</source>
        <translation>Chaque nombre est entraîné comme un modèle à part.</translation>
    </message>
    <message>
        <source>Where there is a model of before with as many segments, it begins where that one ended. Such a model cannot be made again from these settings alone.</source>
        <translation>S&apos;il y a un modèle précédent avec autant de segments, il part de là où celui-ci s&apos;est arrêté. Un tel modèle ne peut pas être refait à partir de ces seuls réglages.</translation>
    </message>
    <message>
        <source>Every model begins anew.</source>
        <translation>Chaque modèle repart de zéro.</translation>
    </message>
    <message>
        <source>Numbers that are trained</source>
        <translation>Nombres entraînés</translation>
    </message>
    <message>
        <source>Every one</source>
        <translation>Chacun</translation>
    </message>
    <message>
        <source>BigQuery ML picks</source>
        <translation>Au choix de BigQuery ML</translation>
    </message>
    <message>
        <source>Trials at most</source>
        <translation>Essais au plus</translation>
    </message>
    <message>
        <source>Each trains one number, and is billed like a model. A number without a trial has no scores.</source>
        <translation>Chacun entraîne un nombre, et est facturé comme un modèle. Un nombre sans essai n&apos;a pas de scores.</translation>
    </message>
    <message>
        <source>Pick the next number</source>
        <translation>Choix du nombre suivant</translation>
    </message>
    <message>
        <source>Trials at a time</source>
        <translation>Essais à la fois</translation>
    </message>
    <message>
        <source>More are done sooner, but cannot learn from one another.</source>
        <translation>À plusieurs, ils finissent plus tôt, mais n&apos;apprennent rien les uns des autres.</translation>
    </message>
    <message>
        <source>Go on from earlier models</source>
        <translation>Repartir des modèles précédents</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>Oui</translation>
    </message>
    <message>
        <source>No</source>
        <translation>Non</translation>
    </message>
    <message>
        <source>By experience</source>
        <translation>Par expérience</translation>
    </message>
    <message>
        <source>Vertex AI Vizier, which learns from the trials before</source>
        <translation>Vertex AI Vizier, qui apprend des essais précédents</translation>
    </message>
    <message>
        <source>At random</source>
        <translation>Au hasard</translation>
    </message>
    <message>
        <source>In order</source>
        <translation>Dans l&apos;ordre</translation>
    </message>
</context>
<context>
    <name>TrainingPlot</name>
    <message>
        <source>Update of the centers</source>
        <translation>Mise à jour des centres</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>Perte</translation>
    </message>
    <message>
        <source>Training of {k} segments</source>
        <translation>Entraînement de {k} segments</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>Entraînement</translation>
    </message>
    <message>
        <source>Update {number}</source>
        <translation>Mise à jour {number}</translation>
    </message>
    <message>
        <source>Loss {loss}</source>
        <translation>Perte {loss}</translation>
    </message>
    <message>
        <source>{title}: nothing is known of it.</source>
        <translation>{title}&#xa0;: rien n&apos;en est connu.</translation>
    </message>
    <message>
        <source>{title}: {count} updates, the loss went from {first} to {last}.</source>
        <translation>{title}&#xa0;: {count} mises à jour, la perte est passée de {first} à {last}.</translation>
    </message>
    <message>
        <source>Update</source>
        <translation>Mise à jour</translation>
    </message>
    <message>
        <source>Seconds</source>
        <translation>Secondes</translation>
    </message>
</context>
<context>
    <name>UmapButtons</name>
    <message>
        <source>Compute UMAP</source>
        <translation>Calculer UMAP</translation>
    </message>
    <message>
        <source>Cancel UMAP</source>
        <translation>Interrompre UMAP</translation>
    </message>
    <message>
        <source>Stop computing; nothing is changed</source>
        <translation>Arrêter le calcul&#x202f;; rien n&apos;est changé</translation>
    </message>
    <message>
        <source>Lay customers out so that those who are alike stand together. Takes some seconds</source>
        <translation>Disposer les clients de sorte que ceux qui se ressemblent soient côte à côte. Prend quelques secondes</translation>
    </message>
    <message>
        <source>The segments are out of date. Make them again first</source>
        <translation>Les segments sont périmés. Formez-les d&apos;abord à nouveau</translation>
    </message>
</context>
<context>
    <name>UpstairsCard</name>
    <message>
        <source>From BigQuery</source>
        <translation>Depuis BigQuery</translation>
    </message>
    <message>
        <source>Customers to bring here</source>
        <translation>Clients à rapatrier</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Tous</translation>
    </message>
    <message>
        <source>All, as they are clustered on this computer. Fewer are a fair draw by their key.</source>
        <translation>Tous, car ils sont segmentés sur cet ordinateur. Moins&#xa0;: un tirage équitable par leur clé.</translation>
    </message>
    <message>
        <source>BigQuery ML clusters them all; these are for the plots and the scores.</source>
        <translation>BigQuery ML les segmente tous&#x202f;; ceux-ci servent aux graphiques et aux scores.</translation>
    </message>
</context>
<context>
    <name>Views</name>
    <message>
        <source>Views of the segments</source>
        <translation>Vues des segments</translation>
    </message>
    <message>
        <source>Map</source>
        <translation>Carte</translation>
    </message>
    <message>
        <source>Profile</source>
        <translation>Profil</translation>
    </message>
    <message>
        <source>Sizes</source>
        <translation>Tailles</translation>
    </message>
    <message>
        <source>Centroids</source>
        <translation>Centroïdes</translation>
    </message>
    <message>
        <source>Customers</source>
        <translation>Clients</translation>
    </message>
    <message>
        <source>Rules</source>
        <translation>Règles</translation>
    </message>
</context>
<context>
    <name>ViolationList</name>
    <message>
        <source>Not checked yet</source>
        <translation>Pas encore contrôlé</translation>
    </message>
    <message>
        <source>What is wrong in the file</source>
        <translation>Ce qui ne va pas dans le fichier</translation>
    </message>
    <message>
        <source>Nothing found so far</source>
        <translation>Rien trouvé jusqu&apos;ici</translation>
    </message>
    <message>
        <source>Checking</source>
        <translation>Contrôle en cours</translation>
    </message>
    <message>
        <source>Checking all {rows} rows</source>
        <translation>Contrôle des {rows} lignes</translation>
    </message>
    <message>
        <source>Analytics would take every row</source>
        <translation>Analytics prendrait chaque ligne</translation>
    </message>
    <message>
        <source>{count} to look at</source>
        <translation>{count} à regarder</translation>
    </message>
    <message>
        <source>1 to look at</source>
        <translation>1 à regarder</translation>
    </message>
    <message>
        <source>Nothing wrong</source>
        <translation>Rien à redire</translation>
    </message>
    <message>
        <source>All {rows} rows checked</source>
        <translation>{rows} lignes contrôlées</translation>
    </message>
    <message>
        <source>the first {shown} listed</source>
        <translation>les {shown} premiers listés</translation>
    </message>
    <message>
        <source>Not checked</source>
        <translation>Non contrôlé</translation>
    </message>
    <message>
        <source>Put the columns right first</source>
        <translation>Corrigez d&apos;abord les colonnes</translation>
    </message>
    <message>
        <source>{count} would be refused</source>
        <translation>{count} seraient refusés</translation>
    </message>
    <message>
        <source>1 would be refused</source>
        <translation>1 serait refusé</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>Contrôler</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Refusé</translation>
    </message>
    <message>
        <source>Look at it</source>
        <translation>À regarder</translation>
    </message>
    <message>
        <source>Row</source>
        <translation>Ligne</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>Résultat</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Pourquoi</translation>
    </message>
</context>
<context>
    <name>WarningStrip</name>
    <message>
        <source>Languages by country…</source>
        <translation>Langues par pays…</translation>
    </message>
    <message>
        <source>Close this message</source>
        <translation>Fermer ce message</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Note</translation>
    </message>
</context>
<context>
    <name>Workspace</name>
    <message>
        <source>Steps</source>
        <translation>Étapes</translation>
    </message>
    <message>
        <source>The seven steps from customers to import files</source>
        <translation>Les sept étapes, des clients aux fichiers d&apos;import</translation>
    </message>
    <message>
        <source>{step}: {state}</source>
        <translation>{step}&#xa0;: {state}</translation>
    </message>
</context>
<context>
    <name>Writing</name>
    <message>
        <source>The GA360 file was not written, the other files were</source>
        <translation>Le fichier GA360 n&apos;a pas été écrit, les autres fichiers l&apos;ont été</translation>
    </message>
    <message>
        <source>Put right what is listed first</source>
        <translation>Corrigez d&apos;abord ce qui est listé</translation>
    </message>
    <message>
        <source>{file} is written: {rows} rows, {size} MB</source>
        <translation>{file} est écrit&#xa0;: {rows} lignes, {size} Mo</translation>
    </message>
    <message>
        <source>It is in {folder}, with the other files</source>
        <translation>Il est dans {folder}, avec les autres fichiers</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Montrer dans le dossier</translation>
    </message>
</context>
<context>
    <name>_Columns</name>
    <message>
        <source>Columns to cluster on</source>
        <translation>Colonnes de segmentation</translation>
    </message>
</context>
<context>
    <name>_Row</name>
    <message>
        <source>Show only this segment, or all again</source>
        <translation>Ne montrer que ce segment, ou tous à nouveau</translation>
    </message>
    <message>
        <source>Only {segment}</source>
        <translation>Seulement {segment}</translation>
    </message>
    <message>
        <source>{size} customers, {share} of all</source>
        <translation>{size} clients, {share} du total</translation>
    </message>
    <message>
        <source>Click the name to highlight it</source>
        <translation>Cliquez sur le nom pour le mettre en évidence</translation>
    </message>
</context>
<context>
    <name>connect_columns</name>
    <message>
        <source>Column</source>
        <translation>Colonne</translation>
    </message>
    <message>
        <source>Holds</source>
        <translation>Contient</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Type</translation>
    </message>
    <message>
        <source>The type that a query sees, in GoogleSQL</source>
        <translation>Le type que voit une requête, en GoogleSQL</translation>
    </message>
    <message>
        <source>list of records</source>
        <translation>liste d&apos;enregistrements</translation>
    </message>
    <message>
        <source>list ({what})</source>
        <translation>liste ({what})</translation>
    </message>
    <message>
        <source>text</source>
        <translation>texte</translation>
    </message>
    <message>
        <source>whole number</source>
        <translation>nombre entier</translation>
    </message>
    <message>
        <source>number</source>
        <translation>nombre</translation>
    </message>
    <message>
        <source>yes or no</source>
        <translation>oui ou non</translation>
    </message>
    <message>
        <source>date</source>
        <translation>date</translation>
    </message>
    <message>
        <source>date and time</source>
        <translation>date et heure</translation>
    </message>
    <message>
        <source>time</source>
        <translation>heure</translation>
    </message>
    <message>
        <source>bytes</source>
        <translation>octets</translation>
    </message>
    <message>
        <source>record</source>
        <translation>enregistrement</translation>
    </message>
</context>
<context>
    <name>emails</name>
    <message>
        <source>All</source>
        <translation>Tous</translation>
    </message>
    <message>
        <source>To review</source>
        <translation>À relire</translation>
    </message>
    <message>
        <source>Needs attention</source>
        <translation>À vérifier</translation>
    </message>
    <message>
        <source>Approved</source>
        <translation>Approuvés</translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation>Rejetés</translation>
    </message>
    <message>
        <source>Edited</source>
        <translation>Modifiés</translation>
    </message>
    <message>
        <source>Every email</source>
        <translation>Tous les e-mails</translation>
    </message>
    <message>
        <source>Nobody has decided yet, and the checks find nothing wrong</source>
        <translation>Personne n&apos;a encore décidé, et les contrôles ne trouvent rien à redire</translation>
    </message>
    <message>
        <source>The checks find something, or there is no text</source>
        <translation>Les contrôles trouvent quelque chose, ou il n&apos;y a pas de texte</translation>
    </message>
    <message>
        <source>May go out</source>
        <translation>Peut partir</translation>
    </message>
    <message>
        <source>Must not go out</source>
        <translation>Ne doit pas partir</translation>
    </message>
    <message>
        <source>In your own words, whatever you decided</source>
        <translation>Dans vos propres mots, quoi que vous ayez décidé</translation>
    </message>
    <message>
        <source>Not written</source>
        <translation>Non écrit</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Échec</translation>
    </message>
    <message>
        <source>Passed</source>
        <translation>Passé</translation>
    </message>
    <message>
        <source>Exclusive, as to the best customers</source>
        <translation>Exclusif, comme aux meilleurs clients</translation>
    </message>
    <message>
        <source>Motivating, as to active customers</source>
        <translation>Motivant, comme aux clients actifs</translation>
    </message>
    <message>
        <source>Exciting, as to new or promising customers</source>
        <translation>Enthousiasmant, comme aux clients nouveaux ou prometteurs</translation>
    </message>
    <message>
        <source>Welcoming, as to customers who have been away</source>
        <translation>Accueillant, comme aux clients qui s&apos;étaient éloignés</translation>
    </message>
    <message>
        <source>Inviting, as to people who have never bought</source>
        <translation>Invitant, comme à qui n&apos;a jamais acheté</translation>
    </message>
    <message>
        <source>Built-in list</source>
        <translation>Liste intégrée</translation>
    </message>
    <message>
        <source>Your file</source>
        <translation>Votre fichier</translation>
    </message>
    <message>
        <source>Your choice</source>
        <translation>Votre choix</translation>
    </message>
    <message>
        <source>Not known</source>
        <translation>Inconnue</translation>
    </message>
    <message>
        <source>Of {customers} customers, {emails} get one.</source>
        <translation>Sur {customers} clients, {emails} en reçoivent un.</translation>
    </message>
    <message>
        <source>{countries} and {count} more get English: their own language is missing.</source>
        <translation>{countries} et {count} autres reçoivent de l&apos;anglais&#xa0;: leur propre langue manque.</translation>
    </message>
    <message>
        <source>In English, because their own language is missing: {countries}.</source>
        <translation>En anglais, car leur propre langue manque&#xa0;: {countries}.</translation>
    </message>
</context>
<context>
    <name>export</name>
    <message>
        <source>Personal data</source>
        <translation>Données personnelles</translation>
    </message>
    <message>
        <source>The column {column} looks like personal data.</source>
        <translation>La colonne {column} ressemble à des données personnelles.</translation>
    </message>
    <message>
        <source>Google Analytics forbids names, email addresses, phone numbers and whatever else says who a person is. An account that uploads them can be closed and its data deleted.</source>
        <translation>Google Analytics interdit les noms, adresses e-mail, numéros de téléphone et tout ce qui dit qui est une personne. Un compte qui en envoie peut être fermé et ses données supprimées.</translation>
    </message>
    <message>
        <source>Use it all the same</source>
        <translation>L&apos;utiliser quand même</translation>
    </message>
    <message>
        <source>Leave it out</source>
        <translation>L&apos;écarter</translation>
    </message>
    <message>
        <source>text</source>
        <translation>texte</translation>
    </message>
    <message>
        <source>yes or no</source>
        <translation>oui ou non</translation>
    </message>
    <message>
        <source>date</source>
        <translation>date</translation>
    </message>
    <message>
        <source>number</source>
        <translation>nombre</translation>
    </message>
    <message>
        <source>One row per customer with every column</source>
        <translation>Une ligne par client avec toutes les colonnes</translation>
    </message>
    <message>
        <source>Range, average and gaps of each feature</source>
        <translation>Étendue, moyenne et valeurs manquantes de chaque variable</translation>
    </message>
    <message>
        <source>How features go together</source>
        <translation>Comment les variables vont ensemble</translation>
    </message>
    <message>
        <source>Scores of each number of segments</source>
        <translation>Scores de chaque nombre de segments</translation>
    </message>
    <message>
        <source>Averages of each segment</source>
        <translation>Moyennes de chaque segment</translation>
    </message>
    <message>
        <source>What each segment has more or less of</source>
        <translation>Ce que chaque segment a en plus ou en moins</translation>
    </message>
    <message>
        <source>Each customer&apos;s place on the maps</source>
        <translation>La place de chaque client sur les cartes</translation>
    </message>
    <message>
        <source>Each customer&apos;s segment and its name</source>
        <translation>Le segment de chaque client et son nom</translation>
    </message>
    <message>
        <source>How typical each customer is</source>
        <translation>À quel point chaque client est typique</translation>
    </message>
    <message>
        <source>Names and designations of the segments</source>
        <translation>Noms et descriptions des segments</translation>
    </message>
    <message>
        <source>What each email is written from</source>
        <translation>Ce à partir de quoi chaque e-mail est écrit</translation>
    </message>
    <message>
        <source>The emails and their review</source>
        <translation>Les e-mails et leur relecture</translation>
    </message>
    <message>
        <source>The segments as rules in SQL</source>
        <translation>Les segments sous forme de règles SQL</translation>
    </message>
    <message>
        <source>Import file for Google Analytics 360</source>
        <translation>Fichier d&apos;import pour Google Analytics 360</translation>
    </message>
    <message>
        <source>Not written yet</source>
        <translation>Pas encore écrit</translation>
    </message>
    <message>
        <source>As written</source>
        <translation>Tel qu&apos;écrit</translation>
    </message>
    <message>
        <source>Changed since</source>
        <translation>Modifié depuis</translation>
    </message>
    <message>
        <source>No longer there</source>
        <translation>N&apos;est plus là</translation>
    </message>
    <message>
        <source>{file} could not be written</source>
        <translation>{file} n&apos;a pas pu être écrit</translation>
    </message>
    <message>
        <source>Choose another folder, or make room on the disk</source>
        <translation>Choisissez un autre dossier, ou faites de la place sur le disque</translation>
    </message>
</context>
<context>
    <name>files</name>
    <message>
        <source>segdesk projects (*.segdesk)</source>
        <translation>projets segdesk (*.segdesk)</translation>
    </message>
    <message>
        <source>Open a project</source>
        <translation>Ouvrir un projet</translation>
    </message>
</context>
<context>
    <name>formatting</name>
    <message>
        <source>Yes</source>
        <translation>Oui</translation>
    </message>
    <message>
        <source>No</source>
        <translation>Non</translation>
    </message>
</context>
<context>
    <name>labels</name>
    <message>
        <source>Suggested</source>
        <translation>Suggéré</translation>
    </message>
    <message>
        <source>Accepted</source>
        <translation>Accepté</translation>
    </message>
    <message>
        <source>Yours</source>
        <translation>Le vôtre</translation>
    </message>
    <message>
        <source>By the model</source>
        <translation>Par le modèle</translation>
    </message>
    <message>
        <source>A segment needs a name</source>
        <translation>Un segment a besoin d&apos;un nom</translation>
    </message>
    <message>
        <source>{other} is called that already</source>
        <translation>{other} s&apos;appelle déjà ainsi</translation>
    </message>
    <message>
        <source>{length} characters, at most {longest} are allowed</source>
        <translation>{length} caractères, {longest} au plus sont permis</translation>
    </message>
    <message>
        <source>It has to stay on one line</source>
        <translation>Il doit tenir sur une ligne</translation>
    </message>
    <message>
        <source>moved from {segment}</source>
        <translation>venu de {segment}</translation>
    </message>
    <message>
        <source>No name yet</source>
        <translation>Pas encore de nom</translation>
    </message>
</context>
<context>
    <name>titles</name>
    <message>
        <source>Connect</source>
        <translation>Connexion</translation>
    </message>
    <message>
        <source>Features</source>
        <translation>Variables</translation>
    </message>
    <message>
        <source>Sweep</source>
        <translation>Balayage</translation>
    </message>
    <message>
        <source>Clusters</source>
        <translation>Segments</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>Noms</translation>
    </message>
    <message>
        <source>Emails</source>
        <translation>E-mails</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Export</translation>
    </message>
    <message>
        <source>UMAP</source>
        <translation>UMAP</translation>
    </message>
    <message>
        <source>Sign-in</source>
        <translation>Connexion à Google</translation>
    </message>
    <message>
        <source>Making what is missing</source>
        <translation>Création de ce qui manque</translation>
    </message>
    <message>
        <source>Ending what was left running in BigQuery</source>
        <translation>Arrêt de ce qui tournait encore dans BigQuery</translation>
    </message>
    <message>
        <source>Looking in BigQuery</source>
        <translation>Regard dans BigQuery</translation>
    </message>
    <message>
        <source>Deleting in BigQuery</source>
        <translation>Suppression dans BigQuery</translation>
    </message>
    <message>
        <source>Deleting models</source>
        <translation>Suppression de modèles</translation>
    </message>
    <message>
        <source>Shop (thelook)</source>
        <translation>Boutique (thelook)</translation>
    </message>
    <message>
        <source>Analytics (ga360)</source>
        <translation>Analytics (ga360)</translation>
    </message>
    <message>
        <source>Your own (custom)</source>
        <translation>La vôtre (custom)</translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds} s</translation>
    </message>
    <message>
        <source>{minutes} min {seconds} s</source>
        <translation>{minutes} min {seconds} s</translation>
    </message>
    <message>
        <source>{hours} h {minutes} min</source>
        <translation>{hours} h {minutes} min</translation>
    </message>
</context>
</TS>
