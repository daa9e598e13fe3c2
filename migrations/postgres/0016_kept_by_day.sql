-- What they held is in kept_days and kept_visits by now.
DROP TABLE kept_hours, kept_visitors, kept_choices;
