//! The use cases: each loads, decides, records and commits in one unit of work.
