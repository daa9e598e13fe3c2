-- What they held is in kept_days and kept_visits by now.
DROP TABLE kept_hours;
DROP TABLE kept_visitors;
DROP TABLE kept_choices;
