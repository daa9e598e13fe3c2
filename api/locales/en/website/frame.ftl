# What staff read. Plain words; buttons say what they do.

## Around every page

skip = Skip to the content
menu = Menu
menu-more = More
menu-many = Many at once
menu-city = The whole city
menu-record = For the record
menu-access = Access
section-start = Start
section-account = Your account

## Signing in and out

sign-in = Sign in
    .act = Sign in
    .wrong = This login and password do not belong together.
    .too-often = There were too many attempts. Try again in a quarter of an hour.
login = Login
password = Password
sign-out = Sign out
sign-out-everywhere = Sign out everywhere
done-signed-out = You are signed out.
done-signed-out-there = That session is over.
done-signed-out-everywhere = { $value ->
    [one] You are signed out. There was one session.
   *[other] You are signed out everywhere. There were { $value } sessions.
}

## Your account

account-name = Name
account-roles = You may act as
account-id = Known in the history as
sessions = Where you are signed in
    .this = here
    .since = since
    .end = Sign out there
platform-ios = iPhone or iPad
platform-android = Android
platform-desktop = Computer
platform-other = Another device
change-password = Change your password
    .act = Change password
password-present = Present password
    .wrong = This is not your present password.
password-new = New password
    .hint = 12 characters or more. Four words that do not belong together are easy to remember and hard to guess.
    .wrong = This password is too easy to guess. Take a longer one that nobody else has.
password-again = The new password again
    .differs = These are two different passwords.
done-password = Your password is changed. Everywhere else you are signed out.

## Roles

role-admin = admin
role-editor = editor
role-auditor = auditor
role-analyst = analyst
role-approver = approver
role-of-unit = { $role } of { $unit }

## Start

welcome = Hello, { $name }
    .roles = You may act as { $roles }.
last-decisions = Last decisions
    .none = Nothing was decided yet.
more = More
    .account = Your account and password
    .api = Documentation of the API
actor-command-line = command line
actor-sealer = sealing, by itself
actor-recogniser = recognition, by itself
actor-identity-provider = the city’s sign-in

## What was decided, by the names that the history has

decision-Minted = Minted
decision-Described = Described
decision-Attached = Attached to an object
decision-Adopted = Taken over from elsewhere
decision-Aliased = Made an alias
decision-CallsKept = Calls kept
decision-Retargeted = Given another target
decision-RulesChanged = Rules changed
decision-Suspended = Suspended
decision-Resumed = Resumed
decision-Retired = Retired
decision-Transferred = Moved to another unit
decision-Defined = Audience defined
decision-Redefined = Audience defined anew
decision-Drawn = Design drawn
decision-Redrawn = Design changed
decision-Ordered = Batch ordered
decision-PrintSettled = How it is printed settled
decision-Withdrawn = Withdrawn
decision-Founded = Unit founded
decision-PolicyChanged = Policy of the unit changed
decision-TokenIssued = Token issued
decision-TokenRevoked = Token revoked
decision-AccountOpened = Account opened
decision-AccountClosed = Account closed
decision-RoleGranted = Role granted
decision-RoleRevoked = Role revoked
decision-PersonForgotten = Person forgotten
decision-PersonRecognised = Person recognised
decision-ApprovalDemanded = Approval demanded
decision-ApprovalWaived = Approval waived
decision-Approved = Approved
decision-ChangeMade = Many codes changed
decision-ChangeReversed = Change taken back
decision-KeyRotated = Key of the seals changed
decision-ProposalWithdrawn = Proposal withdrawn
decision-Proposed = Proposed
decision-Rejected = Rejected
decision-Restored = Restored
decision-ScansExpired = Scans expired
decision-ScansSealed = Scans sealed

## When something was not done

failure =
    .back = Back to the start
failure-nowhere = There is no such page
    .message = Perhaps the address was mistyped, or the page is gone.
failure-form = This form was not accepted
    .message = It was not sent from a page of this session. Nothing was changed. Go back, open the page anew and try again.
failure-forbidden = You may not do this
failure-refused = This was not done
said-in-english = { $english }
failure-store = Not available right now
    .message = The store of Signpost does not answer. Please try again in a few minutes. Scans are still answered.
