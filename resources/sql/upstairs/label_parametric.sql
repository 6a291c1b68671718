-- Every customer with the name of its segment, and the sentence that describes it.
SELECT p.*, @name AS segments, @designation AS designation
FROM `semi_label_parametric` AS p
