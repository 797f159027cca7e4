// rf_error_*, rf_list_*: what one call leaves behind for the next call of the same thread.
#include "shim.h"

namespace ringfed {

namespace {
thread_local std::string lastError;
thread_local std::string handedOver;
thread_local std::vector<at::Tensor> lastList;
}  // namespace

void keepError(const char* text) noexcept {
  try {
    lastError = text != nullptr && *text != '\0' ? text : "unknown error in libtorch";
  } catch (...) {
    lastError.clear();
  }
}

void keepCurrentException() noexcept {
  try {
    throw;
  } catch (const c10::Error& error) {
    // Without the C++ backtrace, which no operator can act on.
    keepError(error.what_without_backtrace());
  } catch (const std::exception& error) {
    keepError(error.what());
  } catch (...) {
    keepError("unknown error in libtorch");
  }
}

int64_t keepList(std::vector<at::Tensor>&& tensors) {
  lastList = std::move(tensors);
  return static_cast<int64_t>(lastList.size());
}

}  // namespace ringfed

using namespace ringfed;

// The text of this thread's last error in UTF-8, valid until its next call here; null if there was none.
RF_API const char* rf_error_take() {
  if (lastError.empty()) return nullptr;
  handedOver.swap(lastError);
  lastError.clear();
  return handedOver.c_str();
}

// Hands over the tensors of the list just made; undefined ones become null. After an error the caller owns none.
RF_API int32_t rf_list_take(Handle* destination) {
  size_t taken = 0;
  const int32_t failed = run([&] {
    for (; taken < lastList.size(); taken++) destination[taken] = own(std::move(lastList[taken]));
  });
  while (failed != 0 && taken > 0) delete destination[--taken];
  lastList.clear();
  return failed;
}
