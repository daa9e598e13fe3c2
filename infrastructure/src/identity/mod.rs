//! Who somebody is: staff by [tokens](token), [passwords] and [what a provider says](oidc), visitors by a [key that lives one day](day_key).

pub mod day_key;
pub mod oidc;
pub mod passwords;
pub mod seal_keys;
pub mod token;
