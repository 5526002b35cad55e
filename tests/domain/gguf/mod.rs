mod fixtures;
mod hostile;
mod pieces;
mod values;
mod writer;
