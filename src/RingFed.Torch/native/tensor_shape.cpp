// rf_tensor_*: views, joins, selections and scatters.
#include "shim.h"

using namespace ringfed;

RF_API Handle rf_tensor_view(Handle self, const int64_t* shape, int32_t count) {
  return tensorOf([&] { return self->view(ints(shape, count)); });
}
RF_API Handle rf_tensor_reshape(Handle self, const int64_t* shape, int32_t count) {
  return tensorOf([&] { return self->reshape(ints(shape, count)); });
}
RF_API Handle rf_tensor_expand(Handle self, const int64_t* sizes, int32_t count, int32_t isImplicit) {
  return tensorOf([&] { return self->expand(ints(sizes, count), isImplicit != 0); });
}
RF_API Handle rf_tensor_repeat(Handle self, const int64_t* sizes, int32_t count) {
  return tensorOf([&] { return self->repeat(ints(sizes, count)); });
}
RF_API Handle rf_tensor_permute(Handle self, const int64_t* dims, int32_t count) {
  return tensorOf([&] { return self->permute(ints(dims, count)); });
}
RF_API Handle rf_tensor_flip(Handle self, const int64_t* dims, int32_t count) {
  return tensorOf([&] { return self->flip(ints(dims, count)); });
}
RF_API Handle rf_tensor_transpose(Handle self, int64_t dim0, int64_t dim1) {
  return tensorOf([&] { return self->transpose(dim0, dim1); });
}
RF_API Handle rf_tensor_t(Handle self) { return tensorOf([&] { return self->t(); }); }
RF_API Handle rf_tensor_squeeze(Handle self) { return tensorOf([&] { return self->squeeze(); }); }
RF_API Handle rf_tensor_squeeze_dim(Handle self, int64_t dim) { return tensorOf([&] { return self->squeeze(dim); }); }
RF_API Handle rf_tensor_unsqueeze(Handle self, int64_t dim) { return tensorOf([&] { return self->unsqueeze(dim); }); }
RF_API Handle rf_tensor_flatten(Handle self, int64_t start, int64_t end) {
  return tensorOf([&] { return self->flatten(start, end); });
}
RF_API Handle rf_tensor_narrow(Handle self, int64_t dim, int64_t start, int64_t length) {
  return tensorOf([&] { return self->narrow(dim, start, length); });
}
RF_API Handle rf_tensor_slice(Handle self, int64_t dim, int64_t start, int64_t end, int64_t step) {
  return tensorOf([&] { return self->slice(dim, start, end, step); });
}
RF_API Handle rf_tensor_select(Handle self, int64_t dim, int64_t index) {
  return tensorOf([&] { return self->select(dim, index); });
}
RF_API Handle rf_tensor_index_select(Handle self, int64_t dim, Handle index) {
  return tensorOf([&] { return self->index_select(dim, *index); });
}
RF_API Handle rf_tensor_gather(Handle self, int64_t dim, Handle index) {
  return tensorOf([&] { return self->gather(dim, *index); });
}
RF_API Handle rf_tensor_scatter(Handle self, int64_t dim, Handle index, Handle source) {
  return tensorOf([&] { return self->scatter(dim, *index, *source); });
}
RF_API Handle rf_tensor_scatter_(Handle self, int64_t dim, Handle index, Handle source) {
  return inPlace(self, [&] { self->scatter_(dim, *index, *source); });
}
RF_API Handle rf_tensor_scatter_add(Handle self, int64_t dim, Handle index, Handle source) {
  return tensorOf([&] { return self->scatter_add(dim, *index, *source); });
}
RF_API Handle rf_tensor_scatter_add_(Handle self, int64_t dim, Handle index, Handle source) {
  return inPlace(self, [&] { self->scatter_add_(dim, *index, *source); });
}
RF_API Handle rf_tensor_index_add(Handle self, int64_t dim, Handle index, Handle source, RfScalar alpha) {
  return tensorOf([&] { return self->index_add(dim, *index, *source, scalar(alpha)); });
}
RF_API Handle rf_tensor_index_add_(Handle self, int64_t dim, Handle index, Handle source, RfScalar alpha) {
  return inPlace(self, [&] { self->index_add_(dim, *index, *source, scalar(alpha)); });
}
RF_API Handle rf_tensor_masked_fill(Handle self, Handle mask, RfScalar value) {
  return tensorOf([&] { return self->masked_fill(*mask, scalar(value)); });
}
RF_API Handle rf_tensor_masked_fill_(Handle self, Handle mask, RfScalar value) {
  return inPlace(self, [&] { self->masked_fill_(*mask, scalar(value)); });
}
RF_API Handle rf_tensor_masked_select(Handle self, Handle mask) {
  return tensorOf([&] { return self->masked_select(*mask); });
}
RF_API Handle rf_tensor_nonzero(Handle self) { return tensorOf([&] { return self->nonzero(); }); }
RF_API Handle rf_tensor_tril(Handle self, int64_t diagonal) { return tensorOf([&] { return self->tril(diagonal); }); }
RF_API Handle rf_tensor_triu(Handle self, int64_t diagonal) { return tensorOf([&] { return self->triu(diagonal); }); }
RF_API Handle rf_tensor_diag(Handle self, int64_t diagonal) { return tensorOf([&] { return self->diag(diagonal); }); }
RF_API Handle rf_tensor_roll(Handle self, const int64_t* shifts, int32_t shiftCount, const int64_t* dims,
                             int32_t dimCount) {
  return tensorOf([&] { return self->roll(ints(shifts, shiftCount), ints(dims, dimCount)); });
}
RF_API Handle rf_tensor_repeat_interleave(Handle self, int64_t repeats, int64_t dim, int32_t hasDim) {
  return tensorOf([&] {
    return self->repeat_interleave(repeats, hasDim != 0 ? Optional<int64_t>(dim) : absent);
  });
}
RF_API Handle rf_tensor_unfold(Handle self, int64_t dim, int64_t size, int64_t step) {
  return tensorOf([&] { return self->unfold(dim, size, step); });
}

RF_API Handle rf_tensor_cat(const Handle* list, int32_t count, int64_t dim) {
  return tensorOf([&] { return at::cat(tensors(list, count), dim); });
}
RF_API Handle rf_tensor_stack(const Handle* list, int32_t count, int64_t dim) {
  return tensorOf([&] { return at::stack(tensors(list, count), dim); });
}
RF_API int64_t rf_tensor_split(Handle self, int64_t size, int64_t dim) {
  return listOf([&] { return self->split(size, dim); });
}
RF_API int64_t rf_tensor_split_sizes(Handle self, const int64_t* sizes, int32_t count, int64_t dim) {
  return listOf([&] { return self->split_with_sizes(ints(sizes, count), dim); });
}
RF_API int64_t rf_tensor_chunk(Handle self, int64_t chunks, int64_t dim) {
  return listOf([&] { return self->chunk(chunks, dim); });
}
RF_API int64_t rf_tensor_unbind(Handle self, int64_t dim) {
  return listOf([&] { return self->unbind(dim); });
}

// Advanced indexing: null entries stand for a full slice of that dimension.
namespace {
c10::List<Optional<at::Tensor>> indexList(const Handle* indices, int32_t count) {
  c10::List<Optional<at::Tensor>> list;
  list.reserve(static_cast<size_t>(count));
  for (int32_t i = 0; i < count; i++) list.push_back(optionalTensor(indices[i]));
  return list;
}
}  // namespace

RF_API Handle rf_tensor_index(Handle self, const Handle* indices, int32_t count) {
  return tensorOf([&] { return self->index(indexList(indices, count)); });
}
RF_API Handle rf_tensor_index_put_(Handle self, const Handle* indices, int32_t count, Handle values, int32_t accumulate) {
  return inPlace(self, [&] { self->index_put_(indexList(indices, count), *values, accumulate != 0); });
}
