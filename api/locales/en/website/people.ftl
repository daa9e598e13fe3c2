# People, their tokens and how they sign in; and what staff do in the street.

## Signing in elsewhere

elsewhere = Sign in with your account of the city
    .or = or with a login for Signpost alone
    .refused = You could not be signed in. Begin again from here, and finish in the same browser.
    .unavailable = Signing in there does not work right now. Please try again in a few minutes.
without-role = You have no access to Signpost
    .message = You are known to the city, but nobody has given you a task here. Ask whoever manages access in your department.
