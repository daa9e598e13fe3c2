# What belongs to the whole city: batches, audiences, units, changes of many codes, decisions, proposals, seals.

## Designs

section-designs = Designs
designs = Designs
    .lead = How codes look in print. A design is tried before it counts: what a phone could not read is refused.
    .new = Draw a design
    .none = There are no designs yet.
    .next = More designs
design = New design
design-name = Name
    .hint = What it is printed by: letters, digits, - and _. It stays as it is.
    .taken = There is a design of this name already.
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
