"""The tabs and dialogs where the customers are in BigQuery: the engine, the writers, limits, costs."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from segdesk.gui.context import Context
from segdesk.gui.dialogs import bigquery_made, confirm, models
from segdesk.gui.dialogs.access import AccessDialog
from segdesk.gui.dialogs.bigquery_costs import CostsDialog
from segdesk.gui.dialogs.confirm import ConfirmDialog, Question
from segdesk.gui.dialogs.models import ModelsDialog
from segdesk.gui.dialogs.sign_in import SignInDialog
from segdesk.gui.pages.connect import ConnectPage
from segdesk.gui.pages.emails import EmailsPage
from segdesk.gui.pages.features import FeaturesPage
from segdesk.gui.pages.labels import LabelsPage
from segdesk.gui.pages.labels_writer import LabelWriterDialog
from segdesk.gui.pages.price import PriceTag
from segdesk.gui.pages.sweep import SweepPage
from segdesk.gui.theme import Theme
from segdesk.project.file import Project
from segdesk.project.ledger import Made
from segdesk.project.settings import (
    BigQueryMLSettings,
    ConnectSettings,
    Distance,
    Generation,
    KMeansInit,
    Settings,
    TuningAlgorithm,
)
from segdesk.project.step import State, Step
from segdesk.review.ahead import Ahead, Item
from segdesk.steps import pipeline
from segdesk.tasks.task import Task
from segdesk.warehouse.credentials.identity import Method
from tests.window.accessibility import nameless
from tests.window.conftest import SECONDS, LastingSpares, MakeContext
from tests.window.upstairs import Upstairs, cloud_finished, spares, stand_in, upstairs

__all__ = ["cloud_finished", "spares", "stand_in", "upstairs"]

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def cloud(cloud_finished: Path, tmp_path: Path, context_of: MakeContext) -> Context:
    """A copy of the finished project, open."""
    return context_of(Path(shutil.copy(cloud_finished, tmp_path)))


@pytest.fixture
def fresh(upstairs: Upstairs, tmp_path: Path, context_of: MakeContext) -> Context:
    """A new project with customers in BigQuery, of which nothing has run."""
    path = tmp_path / "fresh.segdesk"
    with Project.create(path) as project:
        project.settings = upstairs.settings()
    return context_of(path)


def settings_of(context: Context) -> Settings:
    assert context.bridge.held is not None
    return context.bridge.held.settings


def settle(qtbot: QtBot, context: Context) -> None:
    qtbot.waitUntil(lambda: context.bridge.quiet, timeout=2 * SECONDS)


# -- the sweep


@pytest.fixture
def sweep(qtbot: QtBot, cloud: Context) -> SweepPage:
    page = SweepPage(cloud)
    qtbot.addWidget(page)
    page.finish()
    page.resize(1300, 860)
    page.show()
    qtbot.waitUntil(lambda: page._shown is not None and cloud.bridge.quiet, timeout=SECONDS)
    return page


def test_the_engines_options_are_there_only_with_bigquery_ml(qtbot: QtBot, sweep: SweepPage) -> None:
    fields = sweep._settings.engine
    assert not fields.start_field.isHidden()
    assert sweep._settings._starts.isHidden()
    qtbot.mouseClick(fields.engine.button("local"), LEFT)
    qtbot.waitUntil(fields.start_field.isHidden, timeout=SECONDS)
    assert settings_of(sweep.context).sweep.engine == "local"
    assert not sweep._settings._starts.isHidden()
    sweep.context.undo.undo()
    qtbot.waitUntil(lambda: not fields.start_field.isHidden(), timeout=SECONDS)
    settle(qtbot, sweep.context)


def test_every_option_of_the_engine_reaches_the_settings(qtbot: QtBot, sweep: SweepPage) -> None:
    fields = sweep._settings.engine
    place = fields.start.findData("random")
    fields.start.setCurrentIndex(place)
    fields.start.activated.emit(place)
    qtbot.mouseClick(fields.distance.button(Distance.COSINE), LEFT)
    fields.iterations.box.setValue(7)
    fields.progress.setValue(0.05)
    fields.parallel.box.setValue(2)
    qtbot.waitUntil(lambda: fields.iterations.box.value() == 7, timeout=SECONDS)
    qtbot.mouseClick(fields.early_stop.button(False), LEFT)
    options = settings_of(sweep.context).sweep.bigquery_ml
    assert (options.init, options.distance) == (KMeansInit.RANDOM, Distance.COSINE)
    assert (options.max_iterations, options.early_stop, options.parallel) == (7, False, 2)
    assert options.min_rel_progress == pytest.approx(0.05)
    qtbot.waitUntil(fields.progress_field.isHidden, timeout=SECONDS)
    qtbot.mouseClick(fields.start_field.reset, LEFT)
    assert settings_of(sweep.context).sweep.bigquery_ml.init is None
    settle(qtbot, sweep.context)


def test_the_registry_and_the_key_reach_the_settings_and_a_wrong_name_does_not(
    qtbot: QtBot, sweep: SweepPage
) -> None:
    fields = sweep._settings.engine.registry
    assert fields.aliases.isHidden()
    key = "projects/p/locations/eu/keyRings/r/cryptoKeys/k"

    def write(line: QLineEdit, text: str) -> None:
        line.setFocus()
        line.setText(text)
        qtbot.keyClick(line, Qt.Key.Key_Return)

    def options() -> BigQueryMLSettings:
        return settings_of(sweep.context).sweep.bigquery_ml

    write(fields.model, "My shop")
    assert options().vertex_ai_model is None
    assert fields.model.text() == "My shop", "what was typed stays, to be put right"
    write(fields.model, "shop")
    assert options().vertex_ai_model == "shop"
    qtbot.waitUntil(lambda: not fields.aliases.isHidden(), timeout=SECONDS)
    write(fields.aliases, "spring, new")
    write(fields.key, "key")
    write(fields.key, key)
    assert (options().vertex_ai_aliases, options().kms_key) == (("spring", "new"), key)
    write(fields.model, "")
    assert options().vertex_ai_model is None
    qtbot.waitUntil(fields.aliases.isHidden, timeout=SECONDS)
    settle(qtbot, sweep.context)


def test_models_that_go_on_or_are_tuned_do_not_start_from_customers_drawn_here(
    qtbot: QtBot, sweep: SweepPage
) -> None:
    fields, training = sweep._settings.engine, sweep._settings.engine.training

    def options() -> BigQueryMLSettings:
        found = settings_of(sweep.context).sweep.bigquery_ml
        assert BigQueryMLSettings.model_validate(found.model_dump()) == found, "a file could not be opened"
        return found

    def may_be_custom() -> bool:
        place = fields.start.findData(KMeansInit.CUSTOM.value)
        return bool(
            fields.start.model().flags(fields.start.model().index(place, 0)) & Qt.ItemFlag.ItemIsEnabled
        )

    def start(init: KMeansInit) -> None:
        place = fields.start.findData(init.value)
        fields.start.setCurrentIndex(place)
        fields.start.activated.emit(place)

    assert may_be_custom()
    assert training.trials.isHidden()
    start(KMeansInit.CUSTOM)
    qtbot.mouseClick(training.warm_start.button(True), LEFT)
    assert (options().warm_start, options().init) == (True, None)
    qtbot.waitUntil(lambda: not may_be_custom(), timeout=SECONDS)
    assert fields.start.currentData() == KMeansInit.KMEANS_PLUS_PLUS.value
    assert "cannot be made again" in training.warm_start.accessibleDescription()

    start(KMeansInit.RANDOM)
    qtbot.mouseClick(training.search.button(True), LEFT)
    assert (options().trials, options().warm_start, options().init) == (10, False, KMeansInit.RANDOM)
    qtbot.waitUntil(lambda: not training.trials.isHidden(), timeout=SECONDS)
    assert fields.parallel.isHidden()
    assert training.warm_start.isHidden()
    assert "under this name" in fields.registry.model.accessibleDescription()
    training.trials.box.setValue(25)
    training.parallel.box.setValue(5)
    qtbot.mouseClick(training.algorithm.button(TuningAlgorithm.GRID_SEARCH), LEFT)
    assert (options().trials, options().parallel_trials) == (25, 5)
    assert options().tuning_algorithm is TuningAlgorithm.GRID_SEARCH
    qtbot.waitUntil(lambda: "25 trials at most" in words_of(sweep), timeout=SECONDS)

    qtbot.mouseClick(training.search.button(False), LEFT)
    assert options().trials is None
    qtbot.waitUntil(training.trials.isHidden, timeout=SECONDS)
    qtbot.waitUntil(may_be_custom, timeout=SECONDS)
    assert not fields.parallel.isHidden()
    assert not nameless(sweep)
    settle(qtbot, sweep.context)


def words_of(sweep: SweepPage) -> str:
    """What stands below the title of the settings."""
    return " ".join(label.text() for label in sweep._settings._card.findChildren(QLabel))


@pytest.fixture
def tuned(upstairs: Upstairs, spares: LastingSpares, tmp_path: Path, context_of: MakeContext) -> Context:
    """A project of which BigQuery ML tuned one model, for 2 and 3 segments."""
    assert spares is not None
    path = tmp_path / "tuned.segdesk"
    settings = upstairs.settings("bigquery-ml")
    options = BigQueryMLSettings(trials=10, tuning_algorithm=TuningAlgorithm.GRID_SEARCH)
    sweep = settings.sweep.model_copy(update={"bigquery_ml": options})
    with Project.create(path) as project:
        project.settings = settings.model_copy(update={"sweep": sweep})
        for step in (Step.CONNECT, Step.FEATURES, Step.SWEEP, Step.CLUSTERS):
            pipeline.run_step(step, project, project.settings, Task())
    return context_of(path)


def test_the_trials_of_a_tuned_model_are_listed_and_deleted_together(
    qtbot: QtBot, tuned: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = SweepPage(tuned)
    qtbot.addWidget(page)
    page.finish()
    page.resize(1300, 860)
    page.show()
    qtbot.waitUntil(lambda: page._shown is not None and tuned.bridge.quiet, timeout=SECONDS)
    dialog = ModelsDialog(tuned, page)
    dialog.show()
    qtbot.waitUntil(lambda: len(dialog.table.columns) == 2, timeout=SECONDS)
    trials = next(column for column in dialog.table.columns.columns if column.name == "trial")
    assert list(trials.values) == [1, 2]
    assert not dialog.keep_chosen.isEnabled(), "the chosen one is all there is"
    asked: list[Question] = []

    def agree(_parent: object, _theme: object, question: Question) -> bool:
        asked.append(question)
        return True

    monkeypatch.setattr(models, "confirmed", agree)
    dialog.table.select_rows([0])  # type: ignore[arg-type]
    qtbot.waitUntil(dialog.delete.isEnabled, timeout=SECONDS)
    qtbot.mouseClick(dialog.delete, LEFT)
    qtbot.waitUntil(lambda: "deleted" in dialog.notice.text, timeout=2 * SECONDS)
    settle(qtbot, tuned)
    assert [name.rpartition(".")[2] for name in asked[0].names] == ["kmeans_tuned"]
    assert "all trials" in asked[0].why
    assert list(dialog.table.columns.columns[1].values) == ["Deleted", "Deleted"]
    dialog.close()


def test_bigquery_ml_is_for_customers_in_bigquery(
    qtbot: QtBot, context_of: MakeContext, tmp_path: Path
) -> None:
    path = tmp_path / "here.segdesk"
    Project.create(path).close()
    context = context_of(path)
    page = SweepPage(context)
    qtbot.addWidget(page)
    page.finish()
    page.show()
    engine = page._settings.engine.engine
    qtbot.waitUntil(lambda: not engine.button("bigquery-ml").isEnabled(), timeout=SECONDS)
    assert "Connect" in engine.button("bigquery-ml").toolTip()
    settle(qtbot, context)


def test_scores_of_a_sample_say_so(
    qtbot: QtBot, cloud_finished: Path, tmp_path: Path, context_of: MakeContext
) -> None:
    path = Path(shutil.copy(cloud_finished, tmp_path))
    with Project.open(path) as project:
        project.connection.execute("UPDATE training_spaces SET customers = 1234567")
    context = context_of(path)
    page = SweepPage(context)
    qtbot.addWidget(page)
    page.finish()
    page.show()
    qtbot.waitUntil(lambda: "of the 1,234,567 customers" in page._reason.text, timeout=SECONDS)
    drawn = page._table.table.columns.columns[5]
    assert drawn.format is not None
    assert "drawn" in drawn.format(drawn.values[0])
    settle(qtbot, context)


def test_models_are_listed_with_their_training_and_deleted_on_request(
    qtbot: QtBot, sweep: SweepPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not sweep.models.isHidden()
    dialog = ModelsDialog(sweep.context, sweep)
    dialog.show()
    qtbot.waitUntil(lambda: len(dialog.table.columns) == 2, timeout=SECONDS)
    assert "updates" in dialog.plot.describe()
    assert len(dialog.plot.twin()) >= 2
    assert not nameless(dialog)
    asked: list[Question] = []

    def agree(_parent: object, _theme: object, question: Question) -> bool:
        asked.append(question)
        return True

    monkeypatch.setattr(models, "confirmed", agree)
    qtbot.mouseClick(dialog.keep_chosen, LEFT)
    qtbot.waitUntil(lambda: "deleted" in dialog.notice.text, timeout=2 * SECONDS)
    settle(qtbot, sweep.context)
    assert len(asked[0].names) == 1
    states = dialog.table.columns.columns[1].values
    assert sorted(states) == ["Chosen", "Deleted"]
    dialog.close()


# -- features


def test_how_many_customers_come_here_can_be_set_and_survives_another_mode(
    qtbot: QtBot, cloud: Context
) -> None:
    page = FeaturesPage(cloud)
    qtbot.addWidget(page)
    page.finish()
    page.show()
    card = page.recipe.upstairs
    qtbot.waitUntil(lambda: card.rows.box.value() == 1_000_000, timeout=SECONDS)
    card.rows.box.setValue(500)
    assert settings_of(cloud).features.rows == 500
    qtbot.mouseClick(page.recipe.mode.button(next(reversed(page.recipe.mode._values))), LEFT)
    assert settings_of(cloud).features.rows == 500
    cloud.undo.undo()
    cloud.undo.undo()
    assert settings_of(cloud).features.rows is None
    settle(qtbot, cloud)


# -- the limits


def test_a_step_beyond_the_budget_asks_and_runs_when_it_is_allowed(
    qtbot: QtBot, fresh: Context, upstairs: Upstairs
) -> None:
    settings = upstairs.settings()
    limits = settings.bigquery.model_copy(update={"budget": 0.0})
    fresh.bridge.change_settings(settings.model_copy(update={"bigquery": limits}), "No money")
    page = FeaturesPage(fresh)
    qtbot.addWidget(page)
    page.finish()
    page.resize(1200, 800)
    page.show()
    settle(qtbot, fresh)
    page.on_action()
    qtbot.waitUntil(page._trouble._action.isVisible, timeout=2 * SECONDS)
    settle(qtbot, fresh)
    assert page._trouble._action.text() == "Allow $1.00 for this project and run"
    qtbot.mouseClick(page._trouble._action, LEFT)
    assert settings_of(fresh).bigquery.budget == 1.0

    def is_done() -> bool:
        assert fresh.bridge.held is not None
        return fresh.bridge.quiet and fresh.bridge.held.state(Step.FEATURES) is State.FRESH

    qtbot.waitUntil(is_done, timeout=2 * SECONDS)
    assert fresh.bridge.held is not None
    assert fresh.bridge.held.steps[Step.FEATURES].billed_bytes > 0
    fresh.undo.undo()
    assert settings_of(fresh).bigquery.budget == 0.0
    settle(qtbot, fresh)


def test_what_a_run_would_cost_stands_beside_its_button(qtbot: QtBot, fresh: Context) -> None:
    fresh.bridge.run(Step.CONNECT)
    settle(qtbot, fresh)
    page = FeaturesPage(fresh)
    qtbot.addWidget(page)
    page.finish()
    page.resize(1200, 800)
    page.show()
    qtbot.waitUntil(page.price.isVisible, timeout=SECONDS)
    assert page.price.text() == "Reads 70 MiB: less than $0.01"
    assert page.price.toolTip().splitlines()[1].startswith("Features: parametric: ")
    assert page.price.toolTip().endswith("$5.00 may still be spent")
    settings = settings_of(fresh)
    limits = settings.bigquery.model_copy(update={"budget": 0.0})
    fresh.bridge.change_settings(settings.model_copy(update={"bigquery": limits}), "No money")
    qtbot.waitUntil(lambda: "more than the $0.00" in page.price.text(), timeout=SECONDS)
    settle(qtbot, fresh)


def test_a_later_steps_cost_is_said_to_be_known_later(
    qtbot: QtBot, fresh: Context, upstairs: Upstairs
) -> None:
    fresh.bridge.change_settings(upstairs.settings("bigquery-ml"), "Upstairs")
    fresh.bridge.run(Step.CONNECT)
    settle(qtbot, fresh)
    page = SweepPage(fresh)
    qtbot.addWidget(page)
    page.finish()
    page.show()
    qtbot.waitUntil(page.price.isVisible, timeout=SECONDS)
    assert page.price.text() == "Reads 70 MiB: less than $0.01, and more for Sweep"
    settle(qtbot, fresh)


def test_without_an_answer_the_cost_is_said_not_to_be_known(qtbot: QtBot, fresh: Context) -> None:
    fresh.bridge.run(Step.CONNECT)
    settle(qtbot, fresh)
    settings = settings_of(fresh)
    nowhere = ConnectSettings(source=f"{settings.connect.source}_nowhere")
    fresh.bridge.change_settings(settings.model_copy(update={"connect": nowhere}), "Elsewhere")
    page = FeaturesPage(fresh)
    qtbot.addWidget(page)
    page.finish()
    page.show()
    qtbot.waitUntil(page.price.isVisible, timeout=SECONDS)
    assert page.price.text() == "The cost is not known"
    assert "There is no dataset" in page.price.toolTip()
    settle(qtbot, fresh)


def test_a_price_that_is_told_while_a_step_runs_is_not_shown(qtbot: QtBot, fresh: Context) -> None:
    price = PriceTag(fresh.bridge)
    qtbot.addWidget(price)
    told = Ahead((Item("Features: parametric", 2**30, 0, 0.01),), (), 5.0)
    price.show_for([Step.FEATURES])
    price._on_told(told)
    assert price.isVisible()
    price.show_for(())
    price._on_told(told)
    assert not price.isVisible()
    settle(qtbot, fresh)


def test_what_is_answered_already_is_not_priced_again(qtbot: QtBot, cloud: Context) -> None:
    page = EmailsPage(cloud)
    qtbot.addWidget(page)
    page.finish()
    page.show()
    qtbot.waitUntil(lambda: len(page.list.rows) == 12 and cloud.bridge.quiet, timeout=SECONDS)
    price = page.price
    qtbot.waitUntil(lambda: price._shown_for is not None and not price._pause.isActive(), timeout=SECONDS)
    settle(qtbot, cloud)
    assert price.isHidden()
    page.settings.model.temperature.setValue(0.9)
    qtbot.waitUntil(price.isVisible, timeout=SECONDS)
    assert price.text().startswith("Up to 2")
    settle(qtbot, cloud)


# -- costs and what was made


def test_costs_list_every_job_and_what_was_made_can_be_deleted(
    qtbot: QtBot, cloud: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = CostsDialog(cloud)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: len(dialog.jobs.columns) > 10, timeout=SECONDS)
    assert "of $5.00 spent" in dialog.summary.text()
    assert len(dialog.made.table.columns) > 5
    dialog.tabs.setCurrentIndex(1)
    qtbot.mouseClick(dialog.made.look, LEFT)
    qtbot.waitUntil(lambda: dialog.made._has_looked, timeout=2 * SECONDS)
    settle(qtbot, cloud)
    assert "a month to keep" in dialog.made.total.text()
    place, wanted = next(
        (place, each)
        for place, each in enumerate(dialog.made._found)
        if each.kind is Made.TABLE and each.path.endswith(".email_prompts")
    )
    asked: list[Question] = []

    def answer(_parent: object, _theme: object, question: Question) -> bool:
        asked.append(question)
        return len(asked) > 1

    monkeypatch.setattr(bigquery_made, "confirmed", answer)
    dialog.made.table.select_rows([place])  # type: ignore[arg-type]
    qtbot.mouseClick(dialog.made.delete, LEFT)
    assert cloud.bridge.running is None
    qtbot.mouseClick(dialog.made.delete, LEFT)
    qtbot.waitUntil(lambda: "1 thing was deleted" in dialog.notice.text, timeout=2 * SECONDS)
    settle(qtbot, cloud)
    assert list(asked[0].names) == [wanted.path]
    assert wanted not in dialog.made._found
    assert not nameless(dialog)


def test_enter_deletes_nothing(qtbot: QtBot, theme: Theme) -> None:
    parent = QPushButton()
    qtbot.addWidget(parent)
    dialog = ConfirmDialog(theme, Question("Delete 1 thing?", "", ["a.b.c"], "Delete"), parent)
    qtbot.addWidget(dialog)
    dialog.show()
    results: list[int] = []
    dialog.finished.connect(results.append)
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert results == [confirm.QDialog.DialogCode.Rejected]


# -- the writers


def test_emails_by_a_model_show_how_each_ended(qtbot: QtBot, cloud: Context) -> None:
    page = EmailsPage(cloud)
    qtbot.addWidget(page)
    page.finish()
    page.show()
    qtbot.waitUntil(lambda: len(page.list.rows) == 12 and cloud.bridge.quiet, timeout=SECONDS)
    replies = next(c for c in page.list.table.columns.columns if c.name == "reply")
    assert all(text == "Answered (STOP)" for text in replies.values)
    assert replies.tips is not None
    assert "tokens asked" in replies.tips[0]
    model = page.settings.model
    assert not model.endpoint.isHidden()
    model.temperature.setValue(0.7)
    model.tokens.setValue(512)
    place = model.function.findData(Generation.GENERATE.value)
    model.function.setCurrentIndex(place)
    model.function.activated.emit(place)
    written = settings_of(cloud).emails.model
    assert (written.temperature, written.max_output_tokens) == (0.7, 512)
    assert written.function is Generation.GENERATE
    qtbot.waitUntil(lambda: not model.thinking.isHidden(), timeout=SECONDS)
    model.thinking.setValue(-1)
    assert settings_of(cloud).emails.model.thinking_budget is None
    qtbot.mouseClick(page.settings.writer.button("templates"), LEFT)
    qtbot.waitUntil(model.endpoint.isHidden, timeout=SECONDS)
    assert settings_of(cloud).emails.writer == "templates"
    settle(qtbot, cloud)


def test_another_writer_of_labels_waits_for_the_button(qtbot: QtBot, cloud: Context) -> None:
    page = LabelsPage(cloud)
    qtbot.addWidget(page)
    page.finish()
    page.resize(1200, 800)
    page.show()
    qtbot.waitUntil(lambda: page.is_settled and cloud.bridge.quiet, timeout=SECONDS)
    assert page.tools.writer.text() == "Named by a model…"
    sources = {row.segment: row.source for row in page.table.rows.rows}
    assert "bigquery" in sources.values()
    dialog = LabelWriterDialog(cloud, page)
    dialog.show()
    assert not nameless(dialog)
    qtbot.mouseClick(dialog.fields.writer.button("rules"), LEFT)
    dialog.close()
    ran: list[object] = []
    cloud.bridge.started.connect(ran.append)
    qtbot.waitUntil(lambda: page.is_settled and cloud.bridge.quiet, timeout=SECONDS)
    assert not ran
    assert page.tools.writer.text() == "Named by rules…"
    page.on_action()
    qtbot.waitUntil(
        lambda: page.is_settled and all(row.source != "bigquery" for row in page.table.rows.rows),
        timeout=2 * SECONDS,
    )
    settle(qtbot, cloud)


# -- who asks, and what they may


def test_access_names_what_is_missing_with_a_line_to_copy(
    qtbot: QtBot, fresh: Context, upstairs: Upstairs
) -> None:
    upstairs.stand_in.state(denied={"/tables/": ["bigquery.tables.getData"]})
    dialog = AccessDialog(fresh)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: "missing" in dialog.summary.text(), timeout=SECONDS)
    copies = [b for b in dialog.findChildren(QPushButton) if b.accessibleName().startswith("Copy the lines")]
    assert copies
    qtbot.mouseClick(copies[0], LEFT)
    assert "roles/bigquery.dataViewer" in QGuiApplication.clipboard().text()
    upstairs.stand_in.reset()
    qtbot.mouseClick(dialog.again, LEFT)
    qtbot.waitUntil(lambda: "needed is there" in dialog.summary.text(), timeout=SECONDS)
    assert not nameless(dialog)
    settle(qtbot, fresh)


def test_sign_in_says_who_is_signed_in_and_asks_for_the_file(qtbot: QtBot, fresh: Context) -> None:
    dialog = SignInDialog(fresh)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: "emulator" in dialog.state.text(), timeout=SECONDS)
    for way, wanted in ((Method.OAUTH, "client's file"), (Method.KEY, "key's file")):
        qtbot.mouseClick(dialog.way.button(way), LEFT)
        qtbot.mouseClick(dialog.enter, LEFT)
        assert wanted in dialog.notice.text
    assert not nameless(dialog)


def test_the_lists_of_projects_and_datasets_are_filled_on_request(
    qtbot: QtBot, fresh: Context, upstairs: Upstairs
) -> None:
    page = ConnectPage(fresh)
    qtbot.addWidget(page)
    page.finish()
    page.resize(1200, 800)
    page.show()
    settle(qtbot, fresh)
    place = page.source.bigquery
    assert place.source == upstairs.source
    qtbot.mouseClick(place.look_up, LEFT)
    qtbot.waitUntil(lambda: place.dataset.findText(upstairs.dataset) >= 0, timeout=SECONDS)
    place.dataset.hidePopup()
    assert not nameless(page)
    settle(qtbot, fresh)
