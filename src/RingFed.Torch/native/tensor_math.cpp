// rf_tensor_*: pointwise maths, comparison and products.
#include "shim.h"

using namespace ringfed;

#define RF_UNARY(op) \
  RF_API Handle rf_tensor_##op(Handle self) { return tensorOf([&] { return at::op(*self); }); }
#define RF_UNARY_INPLACE(op) \
  RF_API Handle rf_tensor_##op##_(Handle self) { return inPlace(self, [&] { at::op##_(*self); }); }
#define RF_UNARY_BOTH(op) RF_UNARY(op) RF_UNARY_INPLACE(op)

RF_UNARY_BOTH(abs)
RF_UNARY_BOTH(acos)
RF_UNARY_BOTH(asin)
RF_UNARY_BOTH(atan)
RF_UNARY_BOTH(ceil)
RF_UNARY_BOTH(cos)
RF_UNARY_BOTH(cosh)
RF_UNARY_BOTH(erf)
RF_UNARY_BOTH(erfc)
RF_UNARY_BOTH(exp)
RF_UNARY_BOTH(expm1)
RF_UNARY_BOTH(floor)
RF_UNARY_BOTH(log)
RF_UNARY_BOTH(log10)
RF_UNARY_BOTH(log1p)
RF_UNARY_BOTH(log2)
RF_UNARY_BOTH(neg)
RF_UNARY_BOTH(reciprocal)
RF_UNARY_BOTH(relu)
RF_UNARY_BOTH(rsqrt)
RF_UNARY_BOTH(sigmoid)
RF_UNARY_BOTH(silu)
RF_UNARY_BOTH(sin)
RF_UNARY_BOTH(sinh)
RF_UNARY_BOTH(sqrt)
RF_UNARY_BOTH(tan)
RF_UNARY_BOTH(tanh)
RF_UNARY_BOTH(trunc)
RF_UNARY(square)
RF_UNARY(isnan)
RF_UNARY(isinf)
RF_UNARY(isfinite)
RF_UNARY(logical_not)
RF_UNARY(log_sigmoid)

RF_API Handle rf_tensor_digamma(Handle self) { return tensorOf([&] { return self->digamma(); }); }
RF_API Handle rf_tensor_lgamma(Handle self) { return tensorOf([&] { return self->lgamma(); }); }
RF_API Handle rf_tensor_erfinv(Handle self) { return tensorOf([&] { return self->erfinv(); }); }
RF_API Handle rf_tensor_sign(Handle self) { return tensorOf([&] { return self->sign(); }); }
RF_API Handle rf_tensor_sign_(Handle self) { return inPlace(self, [&] { self->sign_(); }); }
RF_API Handle rf_tensor_round(Handle self, int64_t decimals) {
  return tensorOf([&] { return self->round(decimals); });
}
RF_API Handle rf_tensor_zero_(Handle self) { return inPlace(self, [&] { self->zero_(); }); }
RF_API Handle rf_tensor_fill_(Handle self, RfScalar value) {
  return inPlace(self, [&] { self->fill_(scalar(value)); });
}

#define RF_BINARY(op) \
  RF_API Handle rf_tensor_##op(Handle self, Handle other) { return tensorOf([&] { return self->op(*other); }); }
#define RF_BINARY_SCALAR(op)                                             \
  RF_API Handle rf_tensor_##op##_scalar(Handle self, RfScalar other) {   \
    return tensorOf([&] { return self->op(scalar(other)); });            \
  }
#define RF_BINARY_INPLACE(op)                                  \
  RF_API Handle rf_tensor_##op##_(Handle self, Handle other) { \
    return inPlace(self, [&] { self->op##_(*other); });        \
  }
#define RF_BINARY_SCALAR_INPLACE(op)                                      \
  RF_API Handle rf_tensor_##op##_scalar_(Handle self, RfScalar other) {   \
    return inPlace(self, [&] { self->op##_(scalar(other)); });            \
  }
#define RF_BINARY_ALL(op) \
  RF_BINARY(op) RF_BINARY_SCALAR(op) RF_BINARY_INPLACE(op) RF_BINARY_SCALAR_INPLACE(op)

RF_BINARY_ALL(mul)
RF_BINARY_ALL(pow)
RF_BINARY_ALL(remainder)
RF_BINARY_ALL(eq)
RF_BINARY_ALL(ne)
RF_BINARY_ALL(lt)
RF_BINARY_ALL(le)
RF_BINARY_ALL(gt)
RF_BINARY_ALL(ge)
RF_BINARY(maximum)
RF_BINARY(minimum)
RF_BINARY(atan2)
RF_BINARY(logaddexp)
RF_BINARY(logical_and)
RF_BINARY(logical_or)
RF_BINARY(logical_xor)
RF_BINARY(bitwise_and)
RF_BINARY(bitwise_or)
RF_BINARY(bitwise_xor)
RF_BINARY(xlogy)
RF_BINARY(matmul)
RF_BINARY(mm)
RF_BINARY(bmm)
RF_BINARY(mv)
RF_BINARY(dot)
RF_BINARY(outer)
RF_BINARY(expand_as)

RF_API Handle rf_tensor_bitwise_not(Handle self) { return tensorOf([&] { return self->bitwise_not(); }); }

#define RF_ALPHA(op)                                                                       \
  RF_API Handle rf_tensor_##op(Handle self, Handle other, RfScalar alpha) {                \
    return tensorOf([&] { return self->op(*other, scalar(alpha)); });                      \
  }                                                                                        \
  RF_API Handle rf_tensor_##op##_scalar(Handle self, RfScalar other, RfScalar alpha) {     \
    return tensorOf([&] { return self->op(scalar(other), scalar(alpha)); });               \
  }                                                                                        \
  RF_API Handle rf_tensor_##op##_(Handle self, Handle other, RfScalar alpha) {             \
    return inPlace(self, [&] { self->op##_(*other, scalar(alpha)); });                     \
  }                                                                                        \
  RF_API Handle rf_tensor_##op##_scalar_(Handle self, RfScalar other, RfScalar alpha) {    \
    return inPlace(self, [&] { self->op##_(scalar(other), scalar(alpha)); });              \
  }

RF_ALPHA(add)
RF_ALPHA(sub)

RF_API Handle rf_tensor_rsub_scalar(RfScalar left, Handle right) {
  return tensorOf([&] { return at::rsub(*right, scalar(left)); });
}

// Modes are TorchSharp's: 0 none, 1 trunc, 2 floor.
namespace {
const char* roundingName(int32_t mode) { return mode == 1 ? "trunc" : "floor"; }
}  // namespace

RF_API Handle rf_tensor_div(Handle self, Handle other, int32_t mode) {
  return tensorOf([&] { return mode == 0 ? self->div(*other) : self->div(*other, roundingName(mode)); });
}
RF_API Handle rf_tensor_div_scalar(Handle self, RfScalar other, int32_t mode) {
  return tensorOf([&] { return mode == 0 ? self->div(scalar(other)) : self->div(scalar(other), roundingName(mode)); });
}
RF_API Handle rf_tensor_div_(Handle self, Handle other, int32_t mode) {
  return inPlace(self, [&] { mode == 0 ? self->div_(*other) : self->div_(*other, roundingName(mode)); });
}
RF_API Handle rf_tensor_div_scalar_(Handle self, RfScalar other, int32_t mode) {
  return inPlace(self, [&] { mode == 0 ? self->div_(scalar(other)) : self->div_(scalar(other), roundingName(mode)); });
}

RF_API Handle rf_tensor_where(Handle condition, Handle x, Handle y) {
  return tensorOf([&] { return at::where(*condition, *x, *y); });
}
RF_API Handle rf_tensor_lerp(Handle self, Handle end, Handle weight) {
  return tensorOf([&] { return self->lerp(*end, *weight); });
}
RF_API Handle rf_tensor_lerp_(Handle self, Handle end, Handle weight) {
  return inPlace(self, [&] { self->lerp_(*end, *weight); });
}

namespace {
Optional<at::Scalar> optionalScalar(const RfScalar* value) {
  if (value == nullptr) return absent;
  return scalar(*value);
}
}  // namespace

RF_API Handle rf_tensor_clamp(Handle self, const RfScalar* minimum, const RfScalar* maximum) {
  return tensorOf([&] { return self->clamp(optionalScalar(minimum), optionalScalar(maximum)); });
}
RF_API Handle rf_tensor_clamp_(Handle self, const RfScalar* minimum, const RfScalar* maximum) {
  return inPlace(self, [&] { self->clamp_(optionalScalar(minimum), optionalScalar(maximum)); });
}
RF_API Handle rf_tensor_clamp_tensor(Handle self, Handle minimum, Handle maximum) {
  return tensorOf([&] { return self->clamp(optionalTensor(minimum), optionalTensor(maximum)); });
}

RF_API Handle rf_tensor_addmm(Handle self, Handle mat1, Handle mat2, double beta, double alpha) {
  return tensorOf([&] { return self->addmm(*mat1, *mat2, beta, alpha); });
}
RF_API Handle rf_tensor_baddbmm(Handle self, Handle batch1, Handle batch2, double beta, double alpha) {
  return tensorOf([&] { return self->baddbmm(*batch1, *batch2, beta, alpha); });
}
RF_API Handle rf_tensor_addcmul(Handle self, Handle tensor1, Handle tensor2, RfScalar value) {
  return tensorOf([&] { return self->addcmul(*tensor1, *tensor2, scalar(value)); });
}
RF_API Handle rf_tensor_addcmul_(Handle self, Handle tensor1, Handle tensor2, RfScalar value) {
  return inPlace(self, [&] { self->addcmul_(*tensor1, *tensor2, scalar(value)); });
}
RF_API Handle rf_tensor_addcdiv(Handle self, Handle tensor1, Handle tensor2, RfScalar value) {
  return tensorOf([&] { return self->addcdiv(*tensor1, *tensor2, scalar(value)); });
}
RF_API Handle rf_tensor_addcdiv_(Handle self, Handle tensor1, Handle tensor2, RfScalar value) {
  return inPlace(self, [&] { self->addcdiv_(*tensor1, *tensor2, scalar(value)); });
}
RF_API Handle rf_tensor_einsum(const char* equation, const Handle* operands, int32_t count) {
  return tensorOf([&] { return at::einsum(equation, tensors(operands, count)); });
}
