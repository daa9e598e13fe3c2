mod contrast;
mod refusals;
mod texts;
