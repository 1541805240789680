//! Brings code to functions: publishes a version and shifts the alias to it.
