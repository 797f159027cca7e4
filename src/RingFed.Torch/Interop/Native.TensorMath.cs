using System.Runtime.InteropServices;

namespace TorchSharp;

// Pointwise maths, comparison and products. Mirrors native/tensor_math.cpp, where each function is described.
internal static unsafe partial class Native
{
    [LibraryImport(Library)]
    internal static partial nint rf_tensor_abs(nint self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_abs_(nint self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_acos(nint self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_acos_(nint self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_asin(nint self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_asin_(nint self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_atan(nint self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_atan_(nint self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_ceil(nint self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_ceil_(nint self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_cos(nint self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_cos_(nint self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_cosh(nint self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_cosh_(nint self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_erf(nint self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_erf_(nint self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_erfc(nint self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_erfc_(nint self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_exp(nint self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_exp_(nint self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_expm1(nint self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_expm1_(nint self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_floor(nint self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_floor_(nint self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_log(nint self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_log_(nint self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_log10(nint self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_log10_(nint self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_log1p(nint self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_log1p_(nint self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_log2(nint self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_log2_(nint self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_neg(nint self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_neg_(nint self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_reciprocal(nint self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_reciprocal_(nint self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_relu(nint self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_relu_(nint self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_rsqrt(nint self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_rsqrt_(nint self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_sigmoid(nint self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_sigmoid_(nint self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_silu(nint self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_silu_(nint self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_sin(nint self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_sin_(nint self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_sinh(nint self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_sinh_(nint self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_sqrt(nint self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_sqrt_(nint self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_tan(nint self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_tan_(nint self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_tanh(nint self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_tanh_(nint self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_trunc(nint self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_trunc_(nint self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_square(nint self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_isnan(nint self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_isinf(nint self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_isfinite(nint self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_logical_not(nint self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_log_sigmoid(nint self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_digamma(nint self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_lgamma(nint self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_erfinv(nint self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_sign(nint self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_sign_(nint self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_round(nint self, long decimals);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_zero_(nint self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_fill_(nint self, RfScalar value);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_mul(nint self, nint other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_mul_scalar(nint self, RfScalar other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_mul_(nint self, nint other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_mul_scalar_(nint self, RfScalar other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_pow(nint self, nint other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_pow_scalar(nint self, RfScalar other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_pow_(nint self, nint other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_pow_scalar_(nint self, RfScalar other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_remainder(nint self, nint other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_remainder_scalar(nint self, RfScalar other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_remainder_(nint self, nint other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_remainder_scalar_(nint self, RfScalar other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_eq(nint self, nint other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_eq_scalar(nint self, RfScalar other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_eq_(nint self, nint other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_eq_scalar_(nint self, RfScalar other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_ne(nint self, nint other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_ne_scalar(nint self, RfScalar other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_ne_(nint self, nint other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_ne_scalar_(nint self, RfScalar other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_lt(nint self, nint other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_lt_scalar(nint self, RfScalar other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_lt_(nint self, nint other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_lt_scalar_(nint self, RfScalar other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_le(nint self, nint other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_le_scalar(nint self, RfScalar other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_le_(nint self, nint other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_le_scalar_(nint self, RfScalar other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_gt(nint self, nint other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_gt_scalar(nint self, RfScalar other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_gt_(nint self, nint other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_gt_scalar_(nint self, RfScalar other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_ge(nint self, nint other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_ge_scalar(nint self, RfScalar other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_ge_(nint self, nint other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_ge_scalar_(nint self, RfScalar other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_maximum(nint self, nint other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_minimum(nint self, nint other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_atan2(nint self, nint other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_logaddexp(nint self, nint other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_logical_and(nint self, nint other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_logical_or(nint self, nint other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_logical_xor(nint self, nint other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_bitwise_and(nint self, nint other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_bitwise_or(nint self, nint other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_bitwise_xor(nint self, nint other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_xlogy(nint self, nint other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_matmul(nint self, nint other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_mm(nint self, nint other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_bmm(nint self, nint other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_mv(nint self, nint other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_dot(nint self, nint other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_outer(nint self, nint other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_expand_as(nint self, nint other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_bitwise_not(nint self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_rpow_scalar(RfScalar self, nint exponent);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_add(nint self, nint other, RfScalar alpha);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_add_scalar(nint self, RfScalar other, RfScalar alpha);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_add_(nint self, nint other, RfScalar alpha);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_add_scalar_(nint self, RfScalar other, RfScalar alpha);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_sub(nint self, nint other, RfScalar alpha);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_sub_scalar(nint self, RfScalar other, RfScalar alpha);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_sub_(nint self, nint other, RfScalar alpha);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_sub_scalar_(nint self, RfScalar other, RfScalar alpha);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_rsub_scalar(RfScalar left, nint right);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_div(nint self, nint other, int mode);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_div_scalar(nint self, RfScalar other, int mode);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_div_(nint self, nint other, int mode);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_div_scalar_(nint self, RfScalar other, int mode);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_where(nint condition, nint x, nint y);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_lerp(nint self, nint end, nint weight);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_lerp_(nint self, nint end, nint weight);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_clamp(nint self, RfScalar* minimum, RfScalar* maximum);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_clamp_(nint self, RfScalar* minimum, RfScalar* maximum);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_clamp_tensor(nint self, nint minimum, nint maximum);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_addmm(nint self, nint mat1, nint mat2, double beta, double alpha);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_baddbmm(nint self, nint batch1, nint batch2, double beta, double alpha);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_addcmul(nint self, nint tensor1, nint tensor2, RfScalar value);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_addcmul_(nint self, nint tensor1, nint tensor2, RfScalar value);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_addcdiv(nint self, nint tensor1, nint tensor2, RfScalar value);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_addcdiv_(nint self, nint tensor1, nint tensor2, RfScalar value);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_einsum(byte* equation, nint* operands, int count);
}
