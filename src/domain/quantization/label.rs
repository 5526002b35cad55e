//! Reading a quantization from a GGUF file's name.
