SELECT month, through FROM kept_months ORDER BY month
