// rf_tensor_*: life, properties, memory and conversions.
#include "shim.h"

using namespace ringfed;

RF_API void rf_tensor_free(Handle self) { delete self; }

// Constant time, no locks, no throwing: safe to call without leaving the managed thread's mode.
RF_API int64_t rf_tensor_numel(Handle self) { return self->numel(); }
RF_API int64_t rf_tensor_dim(Handle self) { return self->dim(); }
RF_API int32_t rf_tensor_type(Handle self) { return static_cast<int32_t>(self->scalar_type()); }
RF_API int32_t rf_tensor_device_type(Handle self) { return static_cast<int32_t>(self->device().type()); }
RF_API int32_t rf_tensor_device_index(Handle self) { return static_cast<int32_t>(self->device().index()); }
RF_API int64_t rf_tensor_element_size(Handle self) { return static_cast<int64_t>(self->element_size()); }
RF_API int32_t rf_tensor_is_contiguous(Handle self) { return self->is_contiguous() ? 1 : 0; }
RF_API int64_t rf_tensor_storage_offset(Handle self) { return self->storage_offset(); }
RF_API void rf_tensor_sizes(Handle self, int64_t* destination) {
  auto sizes = self->sizes();
  std::copy(sizes.begin(), sizes.end(), destination);
}
RF_API void rf_tensor_strides(Handle self, int64_t* destination) {
  auto strides = self->strides();
  std::copy(strides.begin(), strides.end(), destination);
}

// Null after an error.
RF_API void* rf_tensor_data(Handle self) {
  void* data = nullptr;
  run([&] { data = self->data_ptr(); });
  return data;
}

// Reads one element as a double or, for integral types, as an integer.
RF_API int32_t rf_tensor_item(Handle self, RfScalar* value) {
  return run([&] {
    at::Scalar item = self->item();
    if (item.isFloatingPoint()) {
      double floating = item.toDouble();
      std::memcpy(&value->bits, &floating, sizeof floating);
      value->kind = 1;
    } else if (item.isBoolean()) {
      value->bits = item.toBool() ? 1 : 0;
      value->kind = 2;
    } else {
      value->bits = item.toLong();
      value->kind = 0;
    }
  });
}

RF_API Handle rf_tensor_clone(Handle self) { return tensorOf([&] { return self->clone(); }); }
RF_API Handle rf_tensor_alias(Handle self) { return tensorOf([&] { return at::alias(*self); }); }
RF_API Handle rf_tensor_contiguous(Handle self) { return tensorOf([&] { return self->contiguous(); }); }
RF_API Handle rf_tensor_copy_(Handle self, Handle source, int32_t nonBlocking) {
  return inPlace(self, [&] { self->copy_(*source, nonBlocking != 0); });
}
RF_API Handle rf_tensor_to(Handle self, int32_t type, int32_t deviceType, int32_t deviceIndex, int32_t copy,
                           int32_t nonBlocking) {
  return tensorOf([&] { return self->to(device(deviceType, deviceIndex), static_cast<at::ScalarType>(type), nonBlocking != 0, copy != 0); });
}
