//! The shell: one small file for each browser service. No `html!` here.
