// rf_autograd_*: the tape.
#include "shim.h"

#include <torch/csrc/autograd/autograd.h>

using namespace ringfed;

RF_API int32_t rf_autograd_is_enabled() { return at::GradMode::is_enabled() ? 1 : 0; }
RF_API void rf_autograd_set_enabled(int32_t enabled) { at::GradMode::set_enabled(enabled != 0); }

RF_API int32_t rf_autograd_requires_grad(Handle self) { return self->requires_grad() ? 1 : 0; }
RF_API int32_t rf_autograd_set_requires_grad(Handle self, int32_t value) {
  return run([&] { self->requires_grad_(value != 0); });
}
RF_API int32_t rf_autograd_is_leaf(Handle self) { return self->is_leaf() ? 1 : 0; }
RF_API int32_t rf_autograd_retain_grad(Handle self) { return run([&] { self->retain_grad(); }); }
RF_API Handle rf_autograd_detach(Handle self) { return tensorOf([&] { return self->detach(); }); }
RF_API Handle rf_autograd_detach_(Handle self) { return inPlace(self, [&] { self->detach_(); }); }
RF_API Handle rf_autograd_gradient(Handle self) { return tensorOf([&] { return self->grad(); }); }
RF_API int32_t rf_autograd_set_gradient(Handle self, Handle gradient) {
  return run([&] { self->mutable_grad() = gradient != nullptr ? *gradient : at::Tensor(); });
}

// Drops (or zeroes) the gradients of many tensors in one call.
RF_API int32_t rf_autograd_zero_gradients(const Handle* list, int32_t count, int32_t setToNone) {
  return run([&] {
    for (int32_t i = 0; i < count; i++) {
      at::Tensor& gradient = list[i]->mutable_grad();
      if (!gradient.defined()) continue;
      if (setToNone != 0) {
        gradient.reset();
      } else {
        gradient = gradient.detach();
        gradient.zero_();
      }
    }
  });
}

namespace {
// Null handles stand for the implicit gradient of a scalar.
std::vector<at::Tensor> orUndefined(const Handle* handles, int32_t count) {
  std::vector<at::Tensor> list;
  list.reserve(static_cast<size_t>(count));
  for (int32_t i = 0; i < count; i++) list.push_back(handles[i] != nullptr ? *handles[i] : at::Tensor());
  return list;
}
}  // namespace

RF_API int32_t rf_autograd_backward(const Handle* roots, int32_t rootCount, const Handle* gradients,
                                    int32_t gradientCount, int32_t retainGraph, int32_t createGraph,
                                    const Handle* inputs, int32_t inputCount) {
  return run([&] {
    torch::autograd::backward(tensors(roots, rootCount), orUndefined(gradients, gradientCount), retainGraph != 0,
                              createGraph != 0, tensors(inputs, inputCount));
  });
}

RF_API int64_t rf_autograd_grad(const Handle* outputs, int32_t outputCount, const Handle* inputs, int32_t inputCount,
                                const Handle* gradients, int32_t gradientCount, int32_t retainGraph,
                                int32_t createGraph, int32_t allowUnused) {
  return listOf([&] {
    return torch::autograd::grad(tensors(outputs, outputCount), tensors(inputs, inputCount),
                                 orUndefined(gradients, gradientCount), retainGraph != 0, createGraph != 0,
                                 allowUnused != 0);
  });
}

RF_API int32_t rf_autograd_set_data(Handle self, Handle source) {
  return run([&] { self->set_data(*source); });
}
