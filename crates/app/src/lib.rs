//! The invite binary: configuration, wiring, command line, server and workers.
