#![cfg_attr(fuzzing, no_main)]
loyaltui_fuzz::target!(keys);
