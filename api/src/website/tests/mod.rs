mod contrast;
mod texts;
