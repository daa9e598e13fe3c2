//! Local accounts, and attempts at signing in, which are counted for all nodes together.

use std::{sync::Arc, time::Duration};

use signpost_application::ports::accounts::{Account, Accounts, Allowance, Login, PasswordHash};
use tokio::task::JoinSet;

use super::{
    Store,
    samples::{parsed, time},
};

/// Three within a minute.
const ALLOWANCE: Allowance = Allowance {
    attempts: 3,
    within: Duration::from_mins(1),
};

fn account(login: &str, principal: &str, password: &str) -> Account {
    Account {
        login: parsed(login),
        principal: parsed(principal),
        password: PasswordHash(password.to_owned()),
    }
}

async fn called(accounts: &Arc<dyn Accounts>, login: &str) -> Option<Account> {
    accounts.called(&parsed::<Login>(login)).await.expect("an answer")
}

pub(crate) async fn an_account_is_found_by_its_login_and_by_who_holds_it<S: Store>() {
    let store = S::fresh().await;
    let (ann, bo) = (account("Ann@Stad", "p-ann", "one"), account("bo", "p-bo", "two"));
    for account in [&ann, &bo] {
        assert!(store.accounts().keep(account, time(1)).await.expect("it is kept"));
    }
    // Whichever node is asked.
    let accounts = store.another_process().await.accounts();
    assert_eq!(called(&accounts, "ann@stad").await, Some(ann.clone()));
    assert_eq!(accounts.of(&ann.principal).await.expect("an answer"), Some(ann.clone()));
    assert_eq!(called(&accounts, "cy").await, None);

    let other = PasswordHash("three".to_owned());
    let change = accounts.change_password(&ann.principal, &other, time(2));
    change.await.expect("it is changed");
    let changed = called(&store.accounts(), "ann@stad").await.expect("it is there");
    assert_eq!((changed.password, changed.principal), (other, ann.principal.clone()));
    assert_eq!(called(&accounts, "bo").await, Some(bo.clone()), "nobody else's is changed");

    accounts.remove(&ann.principal).await.expect("it is removed");
    assert_eq!(called(&store.accounts(), "ann@stad").await, None);
    assert_eq!(accounts.of(&ann.principal).await.expect("an answer"), None);
    assert_eq!(called(&accounts, "bo").await, Some(bo));
    // A login is free again when its account is gone.
    let next = account("ann@stad", "p-next", "four");
    assert!(accounts.keep(&next, time(3)).await.expect("it is kept"));
}

pub(crate) async fn a_login_and_a_person_have_one_account_at_most<S: Store>() {
    let store = S::fresh().await;
    let ann = account("ann", "p-ann", "one");
    let accounts = store.accounts();
    assert!(accounts.keep(&ann, time(1)).await.expect("it is kept"));
    for taken in [account("ann", "p-other", "two"), account("other", "p-ann", "two")] {
        assert!(!accounts.keep(&taken, time(2)).await.expect("an answer"), "{taken:?}");
    }
    assert_eq!(called(&accounts, "ann").await, Some(ann));
    assert_eq!(called(&accounts, "other").await, None);

    // Of several at once, from two processes, one gets it.
    let other = store.another_process().await;
    let mut trying = JoinSet::new();
    for n in 0..8 {
        let accounts = if n % 2 == 0 { store.accounts() } else { other.accounts() };
        trying.spawn(async move { accounts.keep(&account("bo", &format!("p-{n}"), "x"), time(3)).await });
    }
    let kept = trying.join_all().await;
    assert_eq!(kept.into_iter().filter(|kept| *kept.as_ref().expect("an answer")).count(), 1);
}

pub(crate) async fn attempts_are_counted_for_all_nodes_together<S: Store>() {
    let store = S::fresh().await;
    let other = store.another_process().await;
    let mut trying = JoinSet::new();
    for n in 0..12 {
        let accounts = if n % 2 == 0 { store.accounts() } else { other.accounts() };
        trying.spawn(async move { accounts.attempt("login:ann", ALLOWANCE, time(10)).await });
    }
    let within = trying.join_all().await;
    let within = within.into_iter().filter(|within| *within.as_ref().expect("an answer"));
    assert_eq!(within.count(), 3, "however many come at once");
    let accounts = store.accounts();
    assert!(accounts.attempt("login:bo", ALLOWANCE, time(10)).await.expect("an answer"));
    // Whoever signs in has them forgotten, and nobody else.
    accounts.forgive("login:bo").await.expect("it is forgotten");
    for _ in 0..3 {
        let attempt = accounts.attempt("login:bo", ALLOWANCE, time(11));
        assert!(attempt.await.expect("an answer"));
    }
    assert!(
        !other
            .accounts()
            .attempt("login:ann", ALLOWANCE, time(12))
            .await
            .expect("an answer")
    );
}

pub(crate) async fn who_tries_on_does_not_keep_the_holder_out_for_longer<S: Store>() {
    let accounts = S::fresh().await.accounts();
    for second in 0..40 {
        let within = accounts
            .attempt("login:ann", ALLOWANCE, time(second))
            .await
            .expect("an answer");
        assert_eq!(within, second < 3, "after {second} seconds");
    }
    // A minute after the last attempt that made it too many, the fourth.
    let early = accounts.attempt("login:ann", ALLOWANCE, time(62)).await.expect("an answer");
    let later = accounts.attempt("login:ann", ALLOWANCE, time(63)).await.expect("an answer");
    assert_eq!((early, later), (false, true));
}
