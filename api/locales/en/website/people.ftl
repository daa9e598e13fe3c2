# People, their tokens and how they sign in; and what staff do in the street.

## Signing in elsewhere

elsewhere = Sign in with your account of the city
    .or = or with a login for Signpost alone
    .refused = You could not be signed in. Begin again from here, and finish in the same browser.
    .unavailable = Signing in there does not work right now. Please try again in a few minutes.
without-role = You have no access to Signpost
    .message = You are known to the city, but nobody has given you a task here. Ask whoever manages access in your department.

## In the street

street = In the street
    .attach = Attach it to an object
    .act = Save
street-label = Name
street-unit = Unit
street-leads-to = Leads to
street-suspended = nowhere for now: it is suspended
street-retired = nowhere any more: it is retired
street-page = a page of its own
street-menu = a menu
street-nowhere = nowhere yet
street-reference = Number of the object
street-description = What it is
street-address = Address or directions
street-locate = Use my position
    .searching = Looking for your position …
    .found = Found, to within 0 metres.
    .failed = Your position could not be found. You can type it.
street-latitude = Degrees north
street-longitude = Degrees east
street-target = New address to lead to
    .hint = Leave it empty to leave that as it is. { $name } stands for the code, { $unit } for its unit.
done-attached = { $value } is saved.
done-attached-proposed = { $value } is saved. Where it leads counts when another person approves it.
