// What every file of the C ABI shares: handles, plain arguments, and errors that cross as text.
//
// A handle is an owned at::Tensor*. A function that makes a tensor returns its handle, or null; null with no text in
// rf_error_take() means "no tensor" (an absent gradient). Functions without a result return 0, or 1 after an error.
#pragma once

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <torch/csrc/api/include/torch/version.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <exception>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#if defined(_WIN32)
#define RF_API extern "C" __declspec(dllexport)
#else
#define RF_API extern "C" __attribute__((visibility("default")))
#endif

namespace ringfed {

using Handle = at::Tensor*;

// libtorch moved from its own optional to the standard one.
#if TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 4)
template <class T>
using Optional = std::optional<T>;
constexpr auto absent = std::nullopt;
#else
template <class T>
using Optional = c10::optional<T>;
constexpr auto absent = c10::nullopt;
#endif

// Mirrors the C# struct of the same name: 16 bytes, passed in registers.
struct RfScalar {
  int64_t bits;  // an integer, or the bits of a double
  int64_t kind;  // 0 integer, 1 floating, 2 boolean
};

void keepError(const char* text) noexcept;
void keepCurrentException() noexcept;

inline Handle own(at::Tensor&& tensor) {
  return tensor.defined() ? new at::Tensor(std::move(tensor)) : nullptr;
}

// Runs a body that yields a tensor.
template <class Body>
Handle tensorOf(Body&& body) noexcept {
  try {
    return own(at::Tensor(body()));
  } catch (...) {
    keepCurrentException();
    return nullptr;
  }
}

// Runs a body without a result.
template <class Body>
int32_t run(Body&& body) noexcept {
  try {
    body();
    return 0;
  } catch (...) {
    keepCurrentException();
    return 1;
  }
}

// Runs a body that changes its first tensor in place; the caller keeps its own handle.
template <class Body>
Handle inPlace(Handle self, Body&& body) noexcept {
  try {
    body();
    return self;
  } catch (...) {
    keepCurrentException();
    return nullptr;
  }
}

// Runs a body that yields a list, fetched afterwards with rf_list_take. Returns its length, or -1.
int64_t keepList(std::vector<at::Tensor>&& tensors);

template <class Body>
int64_t listOf(Body&& body) noexcept {
  try {
    return keepList(body());
  } catch (...) {
    keepCurrentException();
    return -1;
  }
}

inline at::Scalar scalar(RfScalar value) {
  if (value.kind == 0) return at::Scalar(value.bits);
  if (value.kind == 2) return at::Scalar(value.bits != 0);
  double floating;
  static_assert(sizeof floating == sizeof value.bits, "a double is 8 bytes");
  std::memcpy(&floating, &value.bits, sizeof floating);
  return at::Scalar(floating);
}

inline at::IntArrayRef ints(const int64_t* values, int32_t count) {
  return at::IntArrayRef(values, static_cast<size_t>(count));
}

inline Optional<at::ScalarType> optionalType(int32_t type) {
  if (type < 0) return absent;
  return static_cast<at::ScalarType>(type);
}

inline Optional<at::Tensor> optionalTensor(Handle tensor) {
  if (tensor == nullptr) return absent;
  return *tensor;
}

inline at::Device device(int32_t type, int32_t index) {
  return at::Device(static_cast<at::DeviceType>(type), static_cast<at::DeviceIndex>(index));
}

inline at::TensorOptions options(int32_t type, int32_t deviceType, int32_t deviceIndex) {
  return at::TensorOptions().dtype(static_cast<at::ScalarType>(type)).device(device(deviceType, deviceIndex));
}

inline Optional<at::Generator> optionalGenerator(at::Generator* generator) {
  if (generator == nullptr) return absent;
  return *generator;
}

inline std::vector<at::Tensor> tensors(const Handle* handles, int32_t count) {
  std::vector<at::Tensor> list;
  list.reserve(static_cast<size_t>(count));
  for (int32_t i = 0; i < count; i++) list.push_back(*handles[i]);
  return list;
}

}  // namespace ringfed
