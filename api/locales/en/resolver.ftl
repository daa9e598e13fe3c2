# What citizens read after a scan. Plain words, short sentences (B1); warm, never chatty.
# The sticker may be on anything; the reader has a phone in hand and little time.

## Around the content

# The heading of a menu that has none of its own
menu-heading = What are you looking for?
links-heading = Useful links
# Followed by the code
report = Is something wrong? Mention this code:
# For staff who scan a code of theirs; citizens never see these two
manage = Manage this code
onward = This code leads to

## Notices: a title, what happened (.message), what the reader can do (.advice)

unassigned = Nothing here yet
    .message = This sticker is ours, but it is not linked to anything yet.
    .advice = Please try again later. Did you expect to find something here? Let the city know.

suspended = Temporarily not available
    .message = This code is switched off for a while.
    .advice = Please scan the sticker again later.

retired = No longer in use
    .message = This code used to lead somewhere, but it no longer does.
    .advice = There is nothing you need to do. Is the sticker still there? Feel free to let the city know.

unknown = We do not know this code
    .message = This is not one of our codes. Perhaps the sticker is damaged, or the code was mistyped.
    .advice = Look at the sticker and scan it again. Did you type the code yourself? Check every letter and digit. Does the sticker look suspicious? Let the city know.

failure = Something went wrong
    .message = The fault is ours, not yours.
    .advice = Please try again in a few minutes. Still not working? Let the city know.
    .again = Try again

home = QR codes in the city
    .message = This website belongs to the QR codes that you see in the city: on benches, bridges, machines and buildings. Scan one with the camera of your phone and you come straight to the right page.
    .staff = For staff: documentation of the API
