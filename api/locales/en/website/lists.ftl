# What belongs to the whole city: batches, audiences, units, changes of many codes, decisions, proposals, seals.

## Designs

section-designs = Designs
    .lead = How codes look in print. A design is tried before it counts: what a phone could not read is refused.
    .new = Draw a design
    .none = There are no designs yet.
    .next = More designs
design = New design
design-name = Name
    .hint = What it is printed by: letters, digits, - and _. It stays as it is.
design-label = What it is called
design-unit = Belongs to
    .city = the whole city
design-dark = Dark colour
design-light = Light colour
design-shape = Shape
shape-square = Squares
shape-rounded = Rounded
shape-dots = Dots
design-level = Error correction
    .best = as much as there is room for
design-margin = Quiet zone, in modules
design-size = Smallest width in print, in millimetres
    .hint = It is tried at this size, and not printed smaller.
design-logo = Logo, as SVG
    .hint = Filled shapes in plain colours. Turn text and lines into paths first. Programs can send a PNG by the API.
design-share = Width of the logo, in per cent of the symbol
design-frame = Thickness of the frame, in modules; 0 for none
design-corner = Radius of its corners, in modules
design-caption = Text below it
    .hint = Up to four lines. {"{id}"}, {"{label}"} and {"{unit}"} are filled in for every code.
design-reason = Why, for the history
design-keep = Keep
design-look = Have a look
    .title = What it looks like
    .alt = A symbol in this design
    .read = It was read at its size in print, blurred, tilted and in bad light.
    .refused = It cannot be used like this:
    .none = Fill in the form and have a look.
design-pin = To print exactly this again, name it { $pin }.
design-withdraw = Withdraw
done-design = The design { $value } is kept.
done-design-withdrawn = The design { $value } is withdrawn. What was printed with it can be printed again.

## Sections

section-batches = Batches
section-changes = Changes of many
section-units = Units
section-people = People
section-tokens = Tokens
section-proposals = Proposals
section-decisions = Decisions
section-seals = Seals
section-work = Work

## Lists

list-search = Search
list-all = Show all
list-any = Any
list-parts = Parts of the list
list-first = First part
list-next = Next part
known-as = Known in the history as
last-changed = Last changed
its-decisions = What was decided on it

## Roles

grants = Roles
    .hint = Tick all that are needed. A role of a unit counts for the codes of that unit only.
change-grants = Change the roles
done-grants = The roles are changed.
secret-noted = I have noted it

## Tokens

tokens-lead = By these, programs are recognised, and people who call the API.
tokens-none = There are no tokens.
token-of = Held by
token-state = Status
token-active = Counts
token-expired = Expired
token-revoked = Revoked
token-used = Last used
token-unused = Never
token-expires = Counts until
    .hint = To the end of this day; left open, until it is revoked.
token-endless = Until it is revoked
token-issued = Issued
token-title = Token of { $value }
token-new = Issue a token
    .lead = It is shown once, on the next page, and kept nowhere.
    .act = Issue it
token-name =
    .hint = A person or a service. Tokens and accounts of one name are one person’s.
token-secret = The token
    .lead = Copy it now: nobody can show it again.
    .label = To be sent as a bearer token
token-grants = What the token of { $value } is for
token-revoke = Revoke it
token-revoke-this = Revoke the token of { $value }
    .lead = Whatever uses it stops at once, and it never counts again.
done-revoked = The token is revoked.

## People

people-lead = Who may sign in, and what everybody may do.
people-none = There is nobody yet.
person-name = Name
    .hint = Kept where it can be forgotten, and in no history.
person-login =
    .hint = What they type to sign in, such as an e-mail address.
person-account = Signs in
person-signs-in = Yes
person-does-not = No
person-forgotten = Forgotten
person-new = Let somebody sign in
    .lead = They get a first password, which is shown once, on the next page.
    .act = Open the account
person-accounts = Accounts
person-accounts-none = This person does not sign in.
account-open = Open
account-closed = Closed
account-opened = Opened
account-acts = What can be done
account-grants = What { $value } may do
account-password = Give another password
account-password-new = Another password for { $value }
    .lead = The present one stops at once, and they are signed out everywhere. The new one is shown once, on the next page.
password-secret = The password
    .lead = Hand it over now: nobody can show it again.
    .label = To sign in with, and then to change
account-close = Close the account
account-close-this = Close the account of { $value }
    .lead = They are signed out everywhere and sign in no more. What they decided stays, with their name.
done-closed = The account is closed.
person-forget = Forget this person
person-forget-this = Forget { $value }
    .lead = Their name is removed for good, their tokens are revoked and their accounts closed. What they decided stays, under an id that says nothing.
    .hint = For the history, which forgets nothing: name nobody here.
done-forgotten = The person is forgotten.

## Units

units-lead = Departments that own codes, and where these may lead.
units-none = There are no units yet.
unit-label = Name
    .hint = For people, such as “Roads and bridges”.
unit-name = Short name
    .hint = Small letters, digits, - and _; it can never be changed.
unit-hosts = Its codes may lead to
    .hint = One host a line: example.org, or *.example.org for all below it. Left open, everywhere.
unit-every-host = every host
unit-approval = Approval
    .tick = Another person must approve where its codes lead
    .hint = What sends visitors elsewhere is then a proposal until somebody approves it.
unit-approval-required = By another person
unit-approval-not = Not needed
unit-new = Found a unit
unit-change = Change it
unit-change-this = Change unit { $value }
unit-codes = Its codes
done-founded = The unit is founded.
done-unit = The unit is changed.

## Batches

batches-lead = Series of codes, minted together for print.
batches-none = There are no batches yet.
batch-id = Batch
batch-title = Batch { $value }
batch-count = Codes
    .hint = 1 to 1,000,000.
batch-standing = Of these
batch-active = in use
batch-unassigned = lead nowhere yet
batch-suspended = suspended
batch-retired = retired
batch-minted = Minted
batch-new = Mint a batch
    .lead = All of its codes or none, under free ids. They can be printed long before anyone knows what for.
    .act = Mint them
batch-first = Number of the first
    .hint = 1 if left open.
batch-unit = Unit
batch-no-unit = None
batch-label = Label of each
    .hint = With places to fill in: { $value }.
batch-tags = Tags
    .hint = Words to find all of them by, with commas between.
batch-target = Where each leads
    .hint = Such as { $value }; left open, nowhere yet.
batch-forward = Pass on the query of the scanned address
batch-codes = List its codes
batch-csv = Its codes as CSV
batch-print = For print
batch-underway = These codes are minted and count. They are still entering the lists; you can leave this page and come back.
batch-progress = Shown
done-batch = { $value ->
    [one] One code is minted.
   *[other] { $value } codes are minted.
}
print-labels = Sheets of labels
    .act = Download labels (PDF)
print-pictures = Pictures
    .act = Download pictures (ZIP)
print-format = Format
print-sheet = Sheet
print-caption = Text on each label
    .hint = With { $value }, and | between lines. Left open: what the design says, or the id.
print-start = First label on the first sheet
    .hint = To use up a sheet that was begun.
print-cut-marks = Mark the corners, for cutting
print-proof = One page of proof only
print-design = Design
print-plain = No design
print-settled = Printed
print-open = Not settled yet: as whoever prints it asks
print-settle = How it is printed
    .lead = Settle how it is printed. Whoever prints it again gets the same to the bit, in this version of the design and with the labels that its codes have now.
    .act = Settle it
print-names = Names of files
    .hint = With places to fill in, such as { "{number}-{label}" }; the id if left open.
done-print = How the batch is printed is settled.
print-as-of = Labels and units
print-as-of-settled = Of when this was settled
print-as-of-now = As they are now

## Changes of many codes

changes-list = Acts on many codes, each all or nothing, and how far it shows.
changes-none = Nobody changed many codes together yet.
change-new = Choose codes to change
change-what = What
change-count = Codes changed

## Proposals

proposals-lead = What counts when another person approves it.
proposals-none = Nothing fits, or nothing is proposed.
proposal-title = A proposal
proposal-what = What would be different
proposal-about = About
proposal-many = many codes
proposal-by = Proposed by
proposal-at = Proposed
proposal-reason = Because
proposal-unit = To be approved in unit
proposal-no-unit = of no unit
proposal-open = Waits
proposal-outdated = Outdated
proposal-approved = Approved
proposal-rejected = Rejected
proposal-withdrawn = Withdrawn
proposal-ended-by = Ended by
proposal-ended-at = Ended
proposal-ended-reason = With the words
proposal-change = Became change
proposal-approve = Approve
proposal-reject = Reject
proposal-withdraw = Withdraw
proposal-differences = Differences
done-approved = It is approved, and counts.
done-rejected = It is rejected.
done-withdrawn = It is withdrawn.

## Decisions

decisions-lead = All that was ever decided, the latest first. Everything given must fit.
decisions-none = No decision fits.
decision-what = Decision
decision-on = On
decision-who = By
decision-at = When
decision-why = Why
decision-position = Position
decision-words = Words of the reason
decision-actor = By (id)
decision-type = Kind of decision
decision-code = Code
decision-unit = Unit
decision-audience = Audience
decision-host = Led to this host
decision-url = Led to this address
decision-from = From
decision-until = Until
export-csv = All of these as CSV
export-jsonl = All of these as JSON lines

## Seals

seals-lead = Every decision is sealed within seconds. Whoever keeps a checkpoint can find out later whether anything was changed since.
seal-decisions = Decisions
seal-sealed = Of these sealed
seal-checkpoint = Last checkpoint
seal-keys = Keys
seal-key = Key, the present one first
seal-keys-none = No node holds a key yet.
seal-verify = How to verify
seal-how = Anybody can do this, with programs that are not ours, too:
seal-how-keep = Keep a checkpoint, now and then, where the city cannot change it.
seal-how-key = Have the key from the city by another way, and compare it.
seal-how-verify = On a copy of the data, let the log be checked against it.
seal-how-one = What is proved of a single code is in its evidence file, which needs nobody to be believed.
seal-last = The last checkpoint

## Work

work-lead = What takes long goes on by itself: leave this page, and find it again here.
work-none = Nothing is under way, and nothing was done of late.
work-what = Work
work-progress = How far
work-done = Done
work-shown = { $value } of { $name } shown
work-batch = { $value ->
    [one] A batch of one code
   *[other] A batch of { $value } codes
}
work-download = Download of { $value }
work-sent = { $value } MB so far
work-sent-all = Done, { $value } MB
work-sent-part = Broken off after { $value } MB
work-behind = { $value ->
    [one] One decision is entering the list “{ $name }”
   *[other] { $value } decisions are entering the list “{ $name }”
}
work-list-access = Who may do what
work-list-catalogue = Codes
work-list-history = History
work-list-search = Search of decisions
work-list-proposals = Proposals
work-list-resolver = Where codes lead
work-list-memory = What this node knows of codes
work-list-tokens = What this node knows of accounts and tokens
work-here = on this node
work-elsewhere = on node { $value }
work-nobody = on no node right now

## Dead links

section-links = Dead links
links-lead = Addresses that codes lead to and where visitors find nothing, the latest first. Each is asked about once a day.
links-off = Nobody was asked yet: the setting check-links switches that on.
links-none = Somebody answers wherever codes lead, as far as was asked.
link-url = Address
link-answer = What came of asking
link-since = Since
link-checked = Asked last
link-answered = answers { $value }
link-unreachable = cannot be reached
link-untrusted = its certificate is not valid
link-silent = does not answer
link-astray = redirects without end
link-private = not asked: not a public network
link-dead = Visitors find nothing at { $name }: { $value }.
link-dead-since = This is so since { $value }.
link-asked = { $name }: { $value }.
link-asked-at = Asked at { $value }.
