// rf_runtime_*: threads, devices and the library itself.
#include "shim.h"

#include <ATen/Parallel.h>
#include <torch/csrc/api/include/torch/cuda.h>

#if !defined(_WIN32)
#include <dlfcn.h>
#endif

using namespace ringfed;

namespace {
// libtorch built on OpenBLAS does not tell it the thread count, and both pools would then fight for the cores.
void setBlasThreads(int32_t count) {
#if !defined(_WIN32)
  using SetThreads = void (*)(int);
  if (auto set = reinterpret_cast<SetThreads>(dlsym(RTLD_DEFAULT, "openblas_set_num_threads"))) set(count);
#else
  (void)count;
#endif
}
}  // namespace

RF_API int32_t rf_runtime_get_threads() { return at::get_num_threads(); }
RF_API int32_t rf_runtime_set_threads(int32_t count) {
  return run([&] {
    at::set_num_threads(count);
    setBlasThreads(count);
  });
}
RF_API int32_t rf_runtime_get_interop_threads() { return at::get_num_interop_threads(); }
RF_API int32_t rf_runtime_set_interop_threads(int32_t count) {
  return run([&] { at::set_num_interop_threads(count); });
}
// -1 after an error.
RF_API int32_t rf_runtime_cuda_count() {
  int32_t count = 0;
  return run([&] { count = static_cast<int32_t>(torch::cuda::device_count()); }) == 0 ? count : -1;
}
RF_API int32_t rf_runtime_cuda_synchronize(int64_t index) {
  return run([&] { torch::cuda::synchronize(index); });
}
