// rf_tensor_*: making tensors. Types and devices are libtorch's own numbers.
#include "shim.h"

using namespace ringfed;

namespace {
at::Tensor marked(at::Tensor tensor, int32_t requiresGrad) {
  if (requiresGrad != 0) tensor.set_requires_grad(true);
  return tensor;
}
}  // namespace

RF_API Handle rf_tensor_zeros(const int64_t* sizes, int32_t count, int32_t type, int32_t deviceType,
                              int32_t deviceIndex, int32_t requiresGrad) {
  return tensorOf([&] { return marked(at::zeros(ints(sizes, count), options(type, deviceType, deviceIndex)), requiresGrad); });
}
RF_API Handle rf_tensor_ones(const int64_t* sizes, int32_t count, int32_t type, int32_t deviceType,
                             int32_t deviceIndex, int32_t requiresGrad) {
  return tensorOf([&] { return marked(at::ones(ints(sizes, count), options(type, deviceType, deviceIndex)), requiresGrad); });
}
RF_API Handle rf_tensor_empty(const int64_t* sizes, int32_t count, int32_t type, int32_t deviceType,
                              int32_t deviceIndex, int32_t requiresGrad) {
  return tensorOf([&] { return marked(at::empty(ints(sizes, count), options(type, deviceType, deviceIndex)), requiresGrad); });
}
RF_API Handle rf_tensor_full(const int64_t* sizes, int32_t count, RfScalar value, int32_t type, int32_t deviceType,
                             int32_t deviceIndex, int32_t requiresGrad) {
  return tensorOf([&] {
    return marked(at::full(ints(sizes, count), scalar(value), options(type, deviceType, deviceIndex)), requiresGrad);
  });
}
RF_API Handle rf_tensor_arange(RfScalar start, RfScalar stop, RfScalar step, int32_t type, int32_t deviceType,
                               int32_t deviceIndex, int32_t requiresGrad) {
  return tensorOf([&] {
    return marked(at::arange(scalar(start), scalar(stop), scalar(step), options(type, deviceType, deviceIndex)),
                  requiresGrad);
  });
}
RF_API Handle rf_tensor_linspace(double start, double end, int64_t steps, int32_t type, int32_t deviceType,
                                 int32_t deviceIndex, int32_t requiresGrad) {
  return tensorOf([&] {
    return marked(at::linspace(start, end, steps, options(type, deviceType, deviceIndex)), requiresGrad);
  });
}
RF_API Handle rf_tensor_eye(int64_t rows, int64_t columns, int32_t type, int32_t deviceType, int32_t deviceIndex,
                            int32_t requiresGrad) {
  return tensorOf([&] { return marked(at::eye(rows, columns, options(type, deviceType, deviceIndex)), requiresGrad); });
}

// Copies memory of the caller into a new tensor on the CPU.
RF_API Handle rf_tensor_from_memory(const void* data, const int64_t* sizes, int32_t count, int32_t type) {
  return tensorOf([&] {
    at::Tensor tensor = at::empty(ints(sizes, count), options(type, 0, -1));
    if (tensor.numel() > 0) std::memcpy(tensor.data_ptr(), data, tensor.nbytes());
    return tensor;
  });
}

// A view of memory of the caller; release(context) is called once, when the last tensor over it goes.
RF_API Handle rf_tensor_over_memory(void* data, const int64_t* sizes, int32_t count, int32_t type,
                                    void (*release)(void*), void* context) {
  return tensorOf([&] {
    return at::from_blob(data, ints(sizes, count), [release, context](void*) { release(context); },
                         options(type, 0, -1));
  });
}

// A number as a tensor that takes part in type promotion as a number does.
RF_API Handle rf_tensor_scalar(RfScalar value, int32_t deviceType, int32_t deviceIndex) {
  return tensorOf([&] {
    at::Tensor wrapped = at::scalar_tensor(scalar(value), at::TensorOptions().dtype(scalar(value).type()).device(device(deviceType, deviceIndex)));
    wrapped.unsafeGetTensorImpl()->set_wrapped_number(true);
    return wrapped;
  });
}
