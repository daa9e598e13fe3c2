//! Who somebody is: staff by [tokens](token) and [passwords], visitors by a [key that lives one day](day_key).

pub mod day_key;
pub mod passwords;
pub mod seal_keys;
pub mod token;
