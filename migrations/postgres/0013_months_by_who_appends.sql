-- A part of the scan log is made for whoever appends; nobody else may have parts made. `signpost migrate --grant-to` grants it.
REVOKE EXECUTE ON FUNCTION make_month_of_scans(date) FROM PUBLIC;
