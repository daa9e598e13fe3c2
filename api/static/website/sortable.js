// What pages do beyond forms: cards of a list are put in order by dragging their handle, by mouse, finger or pen. The order of the
// cards is the order in which their fields are sent; the list says "moved", and whoever listens sends its form.
document.documentElement.classList.add("has-script");
let dragged = null;
document.addEventListener("pointerdown", (event) => {
  const grip = event.button === 0 && event.target.closest("[data-sortable] .grip");
  if (!grip) return;
  event.preventDefault();
  grip.setPointerCapture(event.pointerId);
  dragged = { card: grip.closest("li"), from: grip.closest("li").nextElementSibling };
  dragged.card.classList.add("dragged");
});
document.addEventListener("pointermove", (event) => {
  if (!dragged) return;
  const { card } = dragged;
  const [before, after] = [card.previousElementSibling, card.nextElementSibling];
  const middle = (other) => other.getBoundingClientRect().top + other.getBoundingClientRect().height / 2;
  if (before && event.clientY < middle(before)) before.before(card);
  else if (after && event.clientY > middle(after)) after.after(card);
});
const drop = () => {
  if (!dragged) return;
  const { card, from } = dragged;
  dragged = null;
  card.classList.remove("dragged");
  if (card.nextElementSibling !== from) card.dispatchEvent(new CustomEvent("moved", { bubbles: true }));
};
document.addEventListener("pointerup", drop);
document.addEventListener("pointercancel", drop);

// A form that grows comes anew and takes the place of the old one. What was typed since it was asked for would be lost: then it is asked for again.
const asked = new WeakMap();
const filled = (form) => new URLSearchParams(new FormData(form)).toString();
document.addEventListener("htmx:beforeRequest", ({ detail }) => {
  if (detail.elt === detail.target && detail.elt.matches("form")) asked.set(detail.elt, filled(detail.elt));
});
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const form = detail.target;
  if (!asked.has(form) || asked.get(form) === filled(form)) return;
  detail.shouldSwap = false;
  htmx.trigger(form, "change");
});
