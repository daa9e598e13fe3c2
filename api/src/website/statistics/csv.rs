//! Any chart as comma-separated values (RFC 4180), with the words and times that the REST API has, for programs.

use std::fmt::Display;

use axum::{
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use signpost_application::ports::statistics::{Counts, Dimension};
use signpost_domain::identifier::CodeId;

use super::{Wanted, view::count};
use crate::{
    Shared,
    website::{Staff, WebsiteError},
};

/// Answers with one chart: `series.csv`, `choices.csv`, or that of a dimension.
pub(crate) async fn download(
    api: &Shared,
    staff: &Staff,
    code: Option<&CodeId>,
    chart: &str,
    wanted: &Wanted,
) -> Result<Response, WebsiteError> {
    let Some(word) = chart.strip_suffix(".csv") else {
        return Err(WebsiteError::not_found(staff));
    };
    let dimension = Dimension::ALL.into_iter().find(|dimension| dimension.as_str() == word);
    if dimension.is_none() && !matches!(word, "series" | "choices") {
        return Err(WebsiteError::not_found(staff));
    }
    let Ok((starts, answer)) = count(api, staff, code, wanted).await? else {
        return Err(WebsiteError::not_found(staff));
    };
    let of_counts = |label: &dyn Display, counts: &Counts| {
        let Counts { scans, visitors, robots } = counts;
        vec![label.to_string(), scans.to_string(), visitors.to_string(), robots.to_string()]
    };
    let (first, rows): (&str, Vec<Vec<String>>) = match dimension {
        Some(dimension) => {
            let values = answer.by.get(&dimension).into_iter().flatten();
            (word, values.map(|(value, counts)| of_counts(value, counts)).collect())
        }
        None if word == "choices" => {
            let choices = answer.choices.iter();
            (
                "item",
                choices
                    .map(|(item, count)| vec![item.to_string(), count.to_string()])
                    .collect(),
            )
        }
        None => {
            let series = starts.iter().zip(&answer.series);
            ("start", series.map(|(start, counts)| of_counts(start, counts)).collect())
        }
    };
    let heads: &[&str] = if word == "choices" {
        &["choices"]
    } else {
        &["scans", "visitors", "robots"]
    };
    let mut writer = ::csv::Writer::from_writer(vec![]);
    let written = writer
        .write_record([first].iter().chain(heads))
        .and_then(|()| rows.iter().try_for_each(|row| writer.write_record(row)));
    let bytes = written.ok().and_then(|()| writer.into_inner().ok()).unwrap_or_default();
    let whose = code.map_or("scans", CodeId::as_str);
    let mut response = ([(header::CONTENT_TYPE, "text/csv; charset=utf-8")], bytes).into_response();
    if let Ok(name) = HeaderValue::try_from(format!("attachment; filename=\"{whose}-{word}.csv\"")) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, name);
    }
    Ok(response)
}
