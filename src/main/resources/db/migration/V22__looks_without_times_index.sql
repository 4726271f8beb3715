-- Each look changes the time of a row. With an index on it PostgreSQL had to enter the row anew in all indexes of the table, which
-- was the most of what a look wrote; what has not been looked at for a month is found without one, too.
DROP INDEX check_look_observed;
