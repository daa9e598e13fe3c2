SELECT to_regclass('ephemeral.day_keys') IS NOT NULL
