// rf_tensor_*: reductions, order statistics and comparisons of whole tensors.
#include "shim.h"

using namespace ringfed;

// dims == null reduces over every dimension.
namespace {
at::OptionalIntArrayRef optionalInts(const int64_t* dims, int32_t count) {
  if (dims == nullptr) return at::OptionalIntArrayRef();
  return at::OptionalIntArrayRef(ints(dims, count));
}
}  // namespace

RF_API Handle rf_tensor_sum(Handle self, const int64_t* dims, int32_t count, int32_t keep, int32_t type) {
  return tensorOf([&] {
    if (dims == nullptr) return self->sum(optionalType(type));
    return self->sum(ints(dims, count), keep != 0, optionalType(type));
  });
}
RF_API Handle rf_tensor_mean(Handle self, const int64_t* dims, int32_t count, int32_t keep, int32_t type) {
  return tensorOf([&] {
    if (dims == nullptr) return self->mean(optionalType(type));
    return self->mean(ints(dims, count), keep != 0, optionalType(type));
  });
}
RF_API Handle rf_tensor_var(Handle self, const int64_t* dims, int32_t count, int32_t unbiased, int32_t keep) {
  return tensorOf([&] { return self->var(optionalInts(dims, count), unbiased != 0, keep != 0); });
}
RF_API Handle rf_tensor_std(Handle self, const int64_t* dims, int32_t count, int32_t unbiased, int32_t keep) {
  return tensorOf([&] { return self->std(optionalInts(dims, count), unbiased != 0, keep != 0); });
}
RF_API Handle rf_tensor_prod(Handle self, int32_t type) {
  return tensorOf([&] { return self->prod(optionalType(type)); });
}
RF_API Handle rf_tensor_prod_dim(Handle self, int64_t dim, int32_t keep, int32_t type) {
  return tensorOf([&] { return self->prod(dim, keep != 0, optionalType(type)); });
}
RF_API Handle rf_tensor_amax(Handle self, const int64_t* dims, int32_t count, int32_t keep) {
  return tensorOf([&] { return self->amax(ints(dims, count), keep != 0); });
}
RF_API Handle rf_tensor_amin(Handle self, const int64_t* dims, int32_t count, int32_t keep) {
  return tensorOf([&] { return self->amin(ints(dims, count), keep != 0); });
}
RF_API Handle rf_tensor_max(Handle self) { return tensorOf([&] { return self->max(); }); }
RF_API Handle rf_tensor_min(Handle self) { return tensorOf([&] { return self->min(); }); }
RF_API Handle rf_tensor_median(Handle self) { return tensorOf([&] { return self->median(); }); }
RF_API Handle rf_tensor_all(Handle self) { return tensorOf([&] { return self->all(); }); }
RF_API Handle rf_tensor_any(Handle self) { return tensorOf([&] { return self->any(); }); }
RF_API Handle rf_tensor_all_dim(Handle self, int64_t dim, int32_t keep) {
  return tensorOf([&] { return self->all(dim, keep != 0); });
}
RF_API Handle rf_tensor_any_dim(Handle self, int64_t dim, int32_t keep) {
  return tensorOf([&] { return self->any(dim, keep != 0); });
}
RF_API Handle rf_tensor_argmax(Handle self) { return tensorOf([&] { return self->argmax(); }); }
RF_API Handle rf_tensor_argmin(Handle self) { return tensorOf([&] { return self->argmin(); }); }
RF_API Handle rf_tensor_argmax_dim(Handle self, int64_t dim, int32_t keep) {
  return tensorOf([&] { return self->argmax(dim, keep != 0); });
}
RF_API Handle rf_tensor_argmin_dim(Handle self, int64_t dim, int32_t keep) {
  return tensorOf([&] { return self->argmin(dim, keep != 0); });
}
RF_API Handle rf_tensor_argsort(Handle self, int64_t dim, int32_t descending) {
  return tensorOf([&] { return self->argsort(dim, descending != 0); });
}
RF_API Handle rf_tensor_logsumexp(Handle self, int64_t dim, int32_t keep) {
  return tensorOf([&] { return self->logsumexp(dim, keep != 0); });
}
RF_API Handle rf_tensor_cumsum(Handle self, int64_t dim, int32_t type) {
  return tensorOf([&] { return self->cumsum(dim, optionalType(type)); });
}
RF_API Handle rf_tensor_cumprod(Handle self, int64_t dim, int32_t type) {
  return tensorOf([&] { return self->cumprod(dim, optionalType(type)); });
}
RF_API Handle rf_tensor_norm(Handle self, double p) { return tensorOf([&] { return self->norm(p); }); }
RF_API Handle rf_tensor_norm_dim(Handle self, double p, int64_t dim, int32_t keep) {
  return tensorOf([&] { return self->norm(at::Scalar(p), {dim}, keep != 0); });
}
RF_API Handle rf_tensor_trace(Handle self) { return tensorOf([&] { return self->trace(); }); }
RF_API Handle rf_tensor_bincount(Handle self, Handle weights, int64_t minimumLength) {
  return tensorOf([&] { return self->bincount(optionalTensor(weights), minimumLength); });
}
RF_API Handle rf_tensor_quantile(Handle self, Handle q, int64_t dim, int32_t keep) {
  return tensorOf([&] { return self->quantile(*q, dim, keep != 0); });
}

namespace {
template <class Pair>
std::vector<at::Tensor> both(Pair&& pair) {
  return {std::get<0>(pair), std::get<1>(pair)};
}
}  // namespace

RF_API int64_t rf_tensor_max_dim(Handle self, int64_t dim, int32_t keep) {
  return listOf([&] { return both(self->max(dim, keep != 0)); });
}
RF_API int64_t rf_tensor_min_dim(Handle self, int64_t dim, int32_t keep) {
  return listOf([&] { return both(self->min(dim, keep != 0)); });
}
RF_API int64_t rf_tensor_sort(Handle self, int64_t dim, int32_t descending, int32_t stable) {
  return listOf([&] { return both(self->sort(stable != 0, dim, descending != 0)); });
}
RF_API int64_t rf_tensor_topk(Handle self, int64_t k, int64_t dim, int32_t largest, int32_t sorted) {
  return listOf([&] { return both(self->topk(k, dim, largest != 0, sorted != 0)); });
}

// 1 yes, 0 no, -1 after an error.
RF_API int32_t rf_tensor_allclose(Handle self, Handle other, double rtol, double atol, int32_t equalNan) {
  int32_t close = 0;
  return run([&] { close = self->allclose(*other, rtol, atol, equalNan != 0); }) == 0 ? close : -1;
}
RF_API int32_t rf_tensor_equal(Handle self, Handle other) {
  int32_t same = 0;
  return run([&] { same = self->equal(*other); }) == 0 ? same : -1;
}
