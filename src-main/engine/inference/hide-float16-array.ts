/**
 * ONNX Runtime 1.30 picks the global Float16Array of Node 24 for float16 tensors and then fails ("not enough space:
 * expected 8, got 0"). Imported before it, this hides the global in this thread; float16 then travels as Uint16Array.
 */
Reflect.deleteProperty(globalThis, 'Float16Array')
