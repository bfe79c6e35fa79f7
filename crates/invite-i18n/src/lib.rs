//! Every text of Invite in English, Indonesian and Russian.
