SELECT * EXCEPT (position)
FROM `replies`
