//! `/api/v1`: the REST API, a folder per noun and a file per thing to do. Also its description and documentation page.

pub mod access;
pub mod audiences;
pub mod batches;
pub mod busiest;
pub mod changes;
pub mod codes;
pub mod decisions;
pub mod designs;
mod export;
pub(crate) mod extract;
mod idempotency;
pub mod imports;
pub mod links;
mod pipe;
mod problem;
pub mod proposals;
mod refusals;
pub mod scans;
pub(crate) mod schema;
pub mod seals;
pub mod sheets;
pub mod statistics;
pub mod units;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    http::{HeaderValue, header},
    middleware,
};
use tower_http::{catch_panic::CatchPanicLayer, set_header::SetResponseHeaderLayer};
use utoipa::{
    Modify, OpenApi,
    openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme},
};
use utoipa_axum::{router::OpenApiRouter, routes};
use utoipa_swagger_ui::{Config, SwaggerUi};

pub(crate) use self::extract::NUL;
pub use self::problem::Problem;
pub(crate) use self::problem::{not_here, wrong_method};
use crate::Shared;

/// Bytes in one request, at most.
pub(crate) const LARGEST_BODY: usize = 1 << 20;

/// What the documentation for people may do: its own scripts, the calls that its reader makes, and pictures of its style.
const DOCUMENTATION_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
                                    connect-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'none'";

/// The head of the API's description.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Signpost",
        description = "QR codes that never have to be replaced: where a code leads changes at any moment, can differ per audience, \
                       and every change and every scan is kept.\n\n\
                       Make a token with `signpost token create --name NAME --role ROLE` and send it as `Authorization: Bearer TOKEN`. \
                       Errors are problem documents (RFC 9457) with a stable `type`; `errors[]` names every bad field by JSON pointer. \
                       A resource's `ETag` is its version: send it back as `If-Match` and a lost race changes nothing. \
                       A `POST` with an `Idempotency-Key` can be repeated safely for two days. \
                       Every change takes a `reason`, which lands in the history.",
        license(name = "EUPL-1.2", identifier = "EUPL-1.2")
    ),
    servers((url = "/", description = "This Signpost")),
    modifiers(&Bearer),
    security(("token" = [])),
    tags(
        (name = "codes", description = "Codes: mint, retarget, picture, history"),
        (name = "batches", description = "Series of codes, minted in one act"),
        (name = "changes", description = "Changes of many codes in one act, and taking them back"),
        (name = "imports", description = "Tables whose rows mint codes and change them"),
        (name = "proposals", description = "What counts when another person approves it"),
        (name = "audiences", description = "Named groups of visitors, defined once and used by many codes"),
        (name = "designs", description = "How symbols look in print: tried before they are used, and kept in every version"),
        (name = "units", description = "Departments, and the hosts their codes may lead to"),
        (name = "access", description = "People, their accounts and tokens, and what each is trusted with"),
        (name = "statistics", description = "What was scanned, counted"),
        (name = "logs", description = "The decision log and the scan log themselves"),
    )
)]
struct Description;

struct Bearer;

impl Modify for Bearer {
    fn modify(&self, openapi: &mut utoipa::openapi::OpenApi) {
        let scheme = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .description(Some("A token of `signpost token create`"));
        let components = openapi.components.get_or_insert_with(Default::default);
        components.add_security_scheme("token", SecurityScheme::Http(scheme.build()));
    }
}

fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(codes::mint::mint_code, codes::list::list_codes))
        .routes(routes!(codes::show::show_code, codes::describe::describe_code))
        .routes(routes!(codes::retarget::retarget_code))
        .routes(routes!(codes::rules::change_rules))
        .routes(routes!(codes::suspend::suspend_code))
        .routes(routes!(codes::suspend::resume_code))
        .routes(routes!(codes::retire::retire_code))
        .routes(routes!(codes::transfer::transfer_code))
        .routes(routes!(codes::aliases::add_aliases))
        .routes(routes!(codes::picture::svg))
        .routes(routes!(codes::picture::png))
        .routes(routes!(codes::picture::pdf))
        .routes(routes!(codes::picture::eps))
        .routes(routes!(codes::history::code_history))
        .routes(routes!(codes::as_of::code_as_of))
        .routes(routes!(codes::scans::code_scans))
        .routes(routes!(codes::evidence::code_evidence))
        .routes(routes!(codes::explain::explain_code))
        .routes(routes!(codes::diff::diff_code))
        .routes(routes!(codes::restore::restore_code))
        .routes(routes!(codes::approval::demand_approval))
        .routes(routes!(links::code_links))
        .routes(routes!(links::list_links))
        .routes(routes!(batches::mint::mint_batch, batches::list::list_batches))
        .routes(routes!(batches::show::show_batch))
        .routes(routes!(batches::codes::batch_codes))
        .routes(routes!(batches::print::show_print, batches::print::settle_print))
        .routes(routes!(batches::images::batch_images))
        .routes(routes!(batches::labels::batch_labels))
        .routes(routes!(sheets::list_sheets))
        .routes(routes!(changes::preview::preview_change))
        .routes(routes!(changes::make::make_change))
        .routes(routes!(changes::show::show_change))
        .routes(routes!(changes::codes::change_codes))
        .routes(routes!(changes::reverse::reverse_change))
        .routes(routes!(changes::preview::preview_reversal))
        .routes(routes!(imports::begin::begin_import))
        .routes(routes!(imports::show::show_import, imports::cancel::cancel_import))
        .routes(routes!(imports::result::import_result))
        .routes(routes!(proposals::list::list_proposals))
        .routes(routes!(proposals::show::show_proposal))
        .routes(routes!(proposals::end::approve_proposal))
        .routes(routes!(proposals::end::reject_proposal))
        .routes(routes!(proposals::end::withdraw_proposal))
        .routes(routes!(statistics::code_statistics))
        .routes(routes!(statistics::all_statistics))
        .routes(routes!(busiest::list_busiest))
        .routes(routes!(audiences::list::list_audiences))
        .routes(routes!(
            audiences::show::show_audience,
            audiences::define::define_audience,
            audiences::withdraw::withdraw_audience
        ))
        .routes(routes!(audiences::touched::touched_by_audience))
        .routes(routes!(designs::list::list_designs))
        .routes(routes!(
            designs::show::show_design,
            designs::draw::draw_design,
            designs::withdraw::withdraw_design
        ))
        .routes(routes!(designs::history::design_history))
        .routes(routes!(designs::sample::design_sample))
        .routes(routes!(units::list::list_units))
        .routes(routes!(units::show::show_unit, units::put::put_unit))
        .routes(routes!(access::issue::issue_token, access::tokens::list_tokens))
        .routes(routes!(access::tokens::show_token, access::revoke::revoke_token))
        .routes(routes!(access::grants::change_token_grants))
        .routes(routes!(access::people::open_account, access::people::list_people))
        .routes(routes!(access::people::show_person))
        .routes(routes!(access::people::forget_person))
        .routes(routes!(access::accounts::show_account, access::revoke::close_account))
        .routes(routes!(access::grants::change_account_grants))
        .routes(routes!(access::accounts::set_password))
        .routes(routes!(decisions::list_decisions))
        .routes(routes!(seals::records::decision_records))
        .routes(routes!(seals::proof::prove_decision))
        .routes(routes!(seals::consistency::prove_consistency))
        .routes(routes!(scans::list_scans))
}

/// The API's description in OpenAPI 3.1.
pub fn openapi() -> utoipa::openapi::OpenApi {
    // The head stands on the outer router: nesting takes over paths and schemas only.
    let described = OpenApiRouter::<Shared>::with_openapi(Description::openapi());
    let (_, mut description) = described.nest("/api/v1", routes()).split_for_parts();
    refusals::add_to_every_call(&mut description);
    description
}

/// The documentation for people, under `/api/docs`. It redirects to its own path with a slash at the end, so it has to know
/// the whole path and cannot be nested.
pub(crate) fn documentation() -> Router<Shared> {
    let config = Config::new(["/api/v1/openapi.json"])
        .validator_url("none")
        .use_base_layout()
        .display_request_duration(true);
    let documentation: Router<Shared> = SwaggerUi::new("/api/docs").config(config).into();
    let header = |name, value| SetResponseHeaderLayer::overriding(name, HeaderValue::from_static(value));
    documentation
        .layer(header(header::CONTENT_SECURITY_POLICY, DOCUMENTATION_POLICY))
        .layer(header(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(header(header::REFERRER_POLICY, "same-origin"))
}

/// Everything else under `/api`.
pub(crate) fn router(api: &Shared) -> Router<Shared> {
    let (calls, _) = routes().split_for_parts();
    let json = openapi().to_pretty_json().unwrap_or_default();
    let description = axum::routing::get(move || {
        let json = json.clone();
        async move { ([(header::CONTENT_TYPE, "application/json")], json) }
    });
    let calls = calls
        .route("/openapi.json", description)
        .fallback(problem::no_such_call)
        .method_not_allowed_fallback(problem::wrong_method)
        .layer(middleware::from_fn_with_state(api.clone(), idempotency::answer_once))
        .layer(middleware::from_fn_with_state(api.clone(), problem::unless_attached))
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
        .layer(CatchPanicLayer::custom(problem::panicked))
        .layer(SetResponseHeaderLayer::if_not_present(
            header::CACHE_CONTROL,
            HeaderValue::from_static("no-store"),
        ))
        .layer(SetResponseHeaderLayer::if_not_present(
            header::X_CONTENT_TYPE_OPTIONS,
            HeaderValue::from_static("nosniff"),
        ));
    Router::new().nest("/v1", calls).fallback(problem::no_such_call)
}
