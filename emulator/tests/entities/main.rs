//! Entities that have no behaviour of their own, over real HTTP: what the model alone says of them.

mod conditions;
mod contents;
mod expand;
mod lifecycle;
mod lists;
mod real;
mod seeds;
mod single;
mod support;
mod users;
