# Codes, one by one and as a list: what they lead to, for whom, what happened to them, and how often they are scanned.

section-codes = Codes
section-statistics = Statistics

## Forms

save = Save
cancel = Cancel
reason = Why
    .hint = For the history; whoever reads it in ten years will thank you.
show-fields = Show its fields
wrong-question = This cannot be answered. Please look at:
wrong-fields = This was not saved. Please look at:
wrong-version = Somebody else changed this code while you were working on it. Nothing was saved. Open it in another tab, look at what changed, and begin anew.
pages = Pages
pages-first = First page
pages-next = Next page
pages-newest = Newest
pages-older = Older

## What is known of a code

field-code = Code
field-label = Label
field-status = Status
field-target = Leads to
field-unit = Unit
field-tag = Tag
field-tags = Tags
field-host = Host
field-batch = Batch
field-asset = Object
field-minted = Minted
field-changed = Changed
field-successor = Successor
standing-active = In use
standing-unassigned = Leads nowhere yet
standing-suspended = Suspended
standing-retired = Retired

## The list

search-q = Find a code
    .hint = Part of its id, label, tags, object or address
search-act = Search
search-clear = Clear
search-any = Any
search-none = No code fits. Take a word away, or another filter.
search-found = { $value ->
    [one] One code on this page
   *[other] { $value } codes on this page
}
search-rules = { $value ->
    [one] one rule
   *[other] { $value } rules
}

## Minting

mint = New code
    .lead = Everything may be left open: a code can be printed long before anyone knows what for.
    .act = Mint this code
mint-id =
    .hint = Leave it empty, and a free one of eight characters is drawn. It can never be changed.
mint-unit =
    .hint = The department that owns it.
done-minted = Code { $value } is minted.

## Describing

describe = Describe { $value }
    .link = Describe
label =
    .hint = Its name for people, such as “Bench by the pond”.
tags =
    .hint = Words to find it by, with commas between.
asset-reference = Number in the register
asset-description = What it is attached to
asset-address = Where: address or directions
asset-latitude = Degrees north
asset-longitude = Degrees east
done-described = The description is saved.

## Targets

retarget = Where { $value } leads
    .lead = What everybody gets for whom no rule holds.
    .link = Change where it leads
done-retargeted = The code leads elsewhere now.
proposal-waits-here = A change of it waits for approval
done-proposed = This is proposed. It counts as soon as another person approves it.
target-none = nothing yet
target-redirect-query = { $value } with the query of the scan
target-page = the page “{ $value }”
target-menu = a menu of { $value }
target-kind = What
target-kind-none = Nothing yet
target-kind-redirect = An address
target-kind-page = A page of ours
target-kind-menu = A menu
target-url = Address
target-forward = Pass on the query of the scanned address
target-title = Title
target-body = Text
    .hint = Markdown: a blank line begins a paragraph, # a heading, - a list.
target-label = Text of the link
target-label-in = Text ({ $value })
target-link = Link below the text
target-heading = Heading ({ $value })
target-item = Choice { $value }
target-another = Another language
    .hint = As a tag: nl, fr, tr, ar …
    .act = Add this language
target-language =
    .drop = Take this language away

## Rules

rule-sentence = Show { $value } to { $name }
rule-show = Show
rule-to = to
rule-whom = Whom
rule-number = Rule { $value }
rule-up = Up
rule-down = Down
rule-drop = Take away
rule-add = Add a rule
rules-edit = Change the rules
rules-save = Save the rules
rules-lead = The first rule that holds wins. Drag a rule by its number, or move it with its buttons.
whom-own = those who …
whom-audience = the audience { $name }
whom-those = those { $value }
done-rules = The rules are saved.
word-and = and
word-or = or
those-language = who prefer { $value }
those-platform = with { $value }
those-between = from { $value } until { $name }
those-from = from { $value } on
those-until = until { $value }
those-weekly = on { $name }, { $value }
those-network = from the network { $value }
those-query = whose address says { $name }={ $value }
those-header = whose request says { $name }: { $value }
those-signed-in = who are signed in as staff
those-not-signed-in = who are not signed in as staff
those-signed-in-role = who are signed in as { $value }
those-signed-in-unit = who are signed in for the unit { $value }
those-country = in { $value }
those-percentage = among { $value } of 100
those-not = but not those { $value }
condition-kind = Who
condition-all = All of these
condition-any = One of these at least
condition-not = None of this
condition-language = Language
    .label = Languages
    .hint = As tags with commas between: nl, fr
condition-platform = Device
    .label = Devices
condition-weekly = Hours of the week
    .days = Days
    .from = From
    .until = Until
    .hint = Such as 08:00; the end of the day is 24:00
    .zone = Time zone
time-zone = By the clock of { $value }
condition-between = A period
    .from = From
    .until = Until
condition-network = Network
    .label = Networks
    .hint = Such as 10.0.0.0/8
condition-query = Part of the address
    .name = Name
    .equals = Value
condition-header = Header of the request
    .name = Name
    .equals = Value
condition-signed_in = Signed in
    .label = Signed in as staff
    .role = In this role
condition-country = Country
    .label = Countries
    .hint = Two letters each: BE, NL
condition-percentage = A share
    .label = Of 100 visitors
    .hint = The same visitors for a whole day
condition-part =
    .add = Add a condition
    .drop = Take this away
signed-in-true = Yes
signed-in-false = No
day-mon = Monday
day-tue = Tuesday
day-wed = Wednesday
day-thu = Thursday
day-fri = Friday
day-sat = Saturday
day-sun = Sunday
language-nl = Dutch
language-fr = French
language-en = English
language-de = German
language-sv = Swedish
language-da = Danish
language-tr = Turkish
language-ar = Arabic
language-es = Spanish
language-pl = Polish

## Try as

try = Try as a visitor
    .act = Try
    .hint = Nothing is recorded. What you changed and did not save counts here already.
try-any = Any
try-language = Language
try-platform = Device
try-at = When
try-network = Network address
try-query = Part of the address
    .hint = Such as app=museum
try-signed-in = Signed in as staff
try-unit =
    .hint = Counts together with a role.
tried = What visitors would get
tried-now = What visitors get right now
tried-who = Who
tried-gets = Gets
tried-because = Because
tried-won = decides
tried-held = holds, too
tried-not-held = does not hold
tried-true = Yes:
tried-false = No:
tried-rule = Rule { $value }: { $name }
tried-no-audience = There is no such audience any more.
tried-incomplete = Some rules are not complete yet. As soon as they are, you see here who gets what.
tried-unassigned = a page that says: not in use yet
tried-suspended = a page that says: not in use right now
tried-retired = a page that says: not in use any more
tried-successor = what { $value } leads to
because-rule = rule { $value }
because-default = no rule holds
because-status = its status

## A code

code-title = Code { $value }
tabs = About this code
tab-overview = Overview
tab-rules = Rules
tab-history = History
leads-to = Where it leads
leads-everybody = Everybody gets { $value }.
leads-others = Everybody else gets { $value }.
leads-suspended = It is suspended: visitors see that it is not in use right now.
leads-retired = It is retired, and that is for good.
picture = Picture
picture-alt = QR symbol of { $value }
picture-download = download
about = About it
act-suspend = Suspend { $value }
    .lead = Visitors will see that it is not in use right now. It can be resumed at any time.
    .act = Suspend
act-resume = Resume { $value }
    .lead = It will do again what it did before.
    .act = Resume
act-retire = Retire { $value }
    .lead = This is for good: a retired code never comes back. Visitors see that it is not in use any more, or get what its successor leads to.
    .act = Retire
act-transfer = Give { $value } to another unit
    .lead = The new unit must allow the hosts that the code leads to.
    .act = Give to another unit
successor = Successor
    .hint = The id of another code, or nothing
transfer-unit =
    .hint = The name of the unit; empty takes the code from its unit.
done-suspended = The code is suspended.
done-resumed = The code is in use again.
done-retired = The code is retired.
done-transferred = The code belongs to another unit now.
aliases = Ids that lead to { $value }
    .lead = What hangs in the street already and should lead here: a UUID, an older slug. It is taken for good, and no code can ever have it.
    .act = Add them
    .link = Add ids
aliases-new = More ids
    .hint = One in a line, or with commas between.
done-aliases =
    { $value ->
        [one] One id leads here now.
       *[other] { $value } ids lead here now.
    }
field-aliases = Leads here too
field-printed = As it is printed

## History

history-at = What was it at this time?
    .act = Look
history-then = On { $value }
history-version = decision { $value }
history-proposer = proposed by { $name }
restore = Restore this
    .hint = Status, target and rules become what they were after this decision. Nothing is lost: it is a new decision.
    .act = Restore
done-restored = The code does again what it did then.
changed-from-to = { $name }: { $unit } → { $value }
changed-nothing = nothing
changed-approval-on = Changes must be approved by another person now.
changed-approval-off = Changes count without approval now.
changed-rule-new = Rule { $name } is new: { $value }
changed-rule-gone = Rule { $name } is gone: { $value }
changed-rule = Rule { $name } was: { $unit }. It is now: { $value }
changed-rule-moved = Rule { $name } moved to place { $value }

## Statistics

tab-statistics = Statistics
period = Period
period-day = 24 hours
period-week = 7 days
period-month = 30 days
period-year = A year
period-own = From one day to another
period-from = From
period-until = Until
bucket = Divided by
bucket-any = What suits
bucket-hour = Hour
bucket-day = Day
bucket-month = Month
statistics-act = Count
statistics-scans = Scans
statistics-visitors = Visitors
statistics-robots = By robots
statistics-people = By people
statistics-chart = Scans over time
statistics-says =
    { $value ->
        [one] { $value } scan
       *[other] { $value } scans
    }, { $name ->
        [one] { $name } visitor
       *[other] { $name } visitors
    }, { $unit } by robots
statistics-table = The same as a table
statistics-start = Beginning
statistics-nothing = Nothing was counted.
statistics-more = And { $value } more, in the CSV
statistics-choices = What was chosen in the menu
statistics-choice = Choice { $value }
statistics-unknown = not known
by-outcome = What they got
by-audience = Because of
by-platform = Device
by-language = Language
outcome-redirected = Sent on
outcome-page = A page
outcome-menu = A menu
outcome-json = Data, for a program
outcome-unassigned = Not in use yet
outcome-suspended = Not in use right now
outcome-retired = Not in use any more
outcome-unknown = No such code

## Many codes at once

changes-tick = Choose
changes-tick-one = Choose { $value }
changes-ticked = Change the chosen ones …
changes-all = Change all that fit …
changes-title = Change several codes
changes-lead = { $value ->
    [one] What is to change about the code that you chose? You see it before it is done.
   *[other] What is to change about the { $value } codes that you chose? You see it before it is done.
}
changes-chose-none = You chose no code. Go back and tick some, or choose all that fit your search.
changes-lead-all = What is to change about all codes that fit your search? You see it before it is done.
changes-preview = Look at it first
changes-preview-title = This would be done
changes-reverse-title = Take a change back
changes-codes = Codes that would change
changes-unchanged = So already
changes-left-out = Left out
changes-approval = { $value ->
    [one] One of them must be approved by another person. So all of this becomes one proposal.
   *[other] { $value } of them must be approved by another person. So all of this becomes one proposal.
}
changes-samples = The first of them
changes-refused = These cannot be changed so
changes-leave-out = Leave out those that cannot be changed so
changes-make = { $value ->
    [one] Change one code
   *[other] Change { $value } codes
}
changes-reverse = Take it back
changes-back = Go back
change-kind = What to change
change-move_host = Move addresses from one host to another
change-retarget = Where they lead
change-retarget_to_pattern = Where they lead, by a pattern
change-suspend = Suspend
change-resume = Resume
change-retire = Retire for good
change-transfer = Give to a unit
change-add_tag = Add a tag
change-remove_tag = Remove a tag
change-from = From host
    .hint = Such as old.example.org
change-to = To host
change-url = Pattern
    .hint = An address with places for {"{id}"}, {"{unit}"} or {"{number}"}
change-title = A change of several codes
change-progress = Being shown everywhere
    .again = Look again
change-codes = Codes changed
change-who = By
change-when = At
change-reversed = Taken back by
change-told-reverse = Took back the change { $value }
change-told-import = { $value ->
    [one] Imported a table of one row
   *[other] Imported a table of { $value } rows
}
change-told-move = Moved addresses from { $name } to { $value }
change-told-retarget = Leads to { $value } now
change-told-retire = Retired, with this successor: { $value }
change-told-transfer = Given to the unit: { $value }
change-told-add-tag = Tag added: { $value }
change-told-remove-tag = Tag removed: { $value }
because-changed-since = Something was decided on it since
because-forbidden = You may not change it
because-retired = It is retired
because-not-allowed = It is not allowed there
because-minted = It was minted by what is taken back, and a code is for ever
done-changed = { $value ->
    [one] One code is changed.
   *[other] { $value } codes are changed.
}
wrong-not-all = Some of these codes cannot be changed so, and nothing was changed. Tick that they are to be left out, or choose others.
wrong-nothing = Nothing would change, so nothing was done.
wrong-outdated = Something changed since you looked. Nothing was done; this is what would be done now.

## The start page

start-now = Scans this hour
start-day = In the last 24 hours
start-month = In the last 30 days
start-visitors = Visitors in 30 days
start-chart = Scans of the last 30 days
start-more = More
start-top = Scanned most in 7 days
start-incomplete = Not everything was looked at: there was too much.
start-care = What needs care
start-unassigned = Scanned, and leads nowhere yet
start-unknown = Scanned, and no code has this id
start-suspended = Suspended codes
start-dead = Lead where nobody answers
start-none = None.
start-scans = { $value ->
    [one] one scan
   *[other] { $value } scans
}
start-all = All of them
start-year = Download a year of scans by day (CSV)
