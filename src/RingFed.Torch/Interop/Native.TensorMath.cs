using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;

namespace TorchSharp;

// Pointwise maths, comparison and products. Mirrors native/tensor_math.cpp, where each function is described.
internal static unsafe partial class Native
{
    [LibraryImport(Library)]
    internal static partial nint rf_tensor_abs(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_abs_(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_acos(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_acos_(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_asin(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_asin_(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_atan(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_atan_(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_ceil(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_ceil_(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_cos(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_cos_(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_cosh(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_cosh_(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_erf(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_erf_(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_erfc(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_erfc_(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_exp(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_exp_(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_expm1(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_expm1_(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_floor(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_floor_(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_log(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_log_(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_log10(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_log10_(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_log1p(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_log1p_(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_log2(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_log2_(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_neg(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_neg_(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_reciprocal(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_reciprocal_(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_relu(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_relu_(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_rsqrt(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_rsqrt_(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_sigmoid(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_sigmoid_(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_silu(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_silu_(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_sin(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_sin_(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_sinh(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_sinh_(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_sqrt(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_sqrt_(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_tan(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_tan_(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_tanh(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_tanh_(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_trunc(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_trunc_(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_square(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_isnan(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_isinf(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_isfinite(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_logical_not(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_log_sigmoid(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_digamma(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_lgamma(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_erfinv(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_sign(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_sign_(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_round(torch.Tensor self, long decimals);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_zero_(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_fill_(torch.Tensor self, RfScalar value);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_mul(torch.Tensor self, torch.Tensor other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_mul_scalar(torch.Tensor self, RfScalar other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_mul_(torch.Tensor self, torch.Tensor other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_mul_scalar_(torch.Tensor self, RfScalar other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_pow(torch.Tensor self, torch.Tensor other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_pow_scalar(torch.Tensor self, RfScalar other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_pow_(torch.Tensor self, torch.Tensor other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_pow_scalar_(torch.Tensor self, RfScalar other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_remainder(torch.Tensor self, torch.Tensor other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_remainder_scalar(torch.Tensor self, RfScalar other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_remainder_(torch.Tensor self, torch.Tensor other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_remainder_scalar_(torch.Tensor self, RfScalar other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_eq(torch.Tensor self, torch.Tensor other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_eq_scalar(torch.Tensor self, RfScalar other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_eq_(torch.Tensor self, torch.Tensor other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_eq_scalar_(torch.Tensor self, RfScalar other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_ne(torch.Tensor self, torch.Tensor other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_ne_scalar(torch.Tensor self, RfScalar other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_ne_(torch.Tensor self, torch.Tensor other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_ne_scalar_(torch.Tensor self, RfScalar other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_lt(torch.Tensor self, torch.Tensor other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_lt_scalar(torch.Tensor self, RfScalar other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_lt_(torch.Tensor self, torch.Tensor other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_lt_scalar_(torch.Tensor self, RfScalar other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_le(torch.Tensor self, torch.Tensor other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_le_scalar(torch.Tensor self, RfScalar other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_le_(torch.Tensor self, torch.Tensor other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_le_scalar_(torch.Tensor self, RfScalar other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_gt(torch.Tensor self, torch.Tensor other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_gt_scalar(torch.Tensor self, RfScalar other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_gt_(torch.Tensor self, torch.Tensor other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_gt_scalar_(torch.Tensor self, RfScalar other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_ge(torch.Tensor self, torch.Tensor other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_ge_scalar(torch.Tensor self, RfScalar other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_ge_(torch.Tensor self, torch.Tensor other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_ge_scalar_(torch.Tensor self, RfScalar other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_maximum(torch.Tensor self, torch.Tensor other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_minimum(torch.Tensor self, torch.Tensor other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_atan2(torch.Tensor self, torch.Tensor other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_logaddexp(torch.Tensor self, torch.Tensor other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_logical_and(torch.Tensor self, torch.Tensor other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_logical_or(torch.Tensor self, torch.Tensor other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_logical_xor(torch.Tensor self, torch.Tensor other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_bitwise_and(torch.Tensor self, torch.Tensor other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_bitwise_or(torch.Tensor self, torch.Tensor other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_bitwise_xor(torch.Tensor self, torch.Tensor other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_xlogy(torch.Tensor self, torch.Tensor other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_matmul(torch.Tensor self, torch.Tensor other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_mm(torch.Tensor self, torch.Tensor other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_bmm(torch.Tensor self, torch.Tensor other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_mv(torch.Tensor self, torch.Tensor other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_dot(torch.Tensor self, torch.Tensor other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_outer(torch.Tensor self, torch.Tensor other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_expand_as(torch.Tensor self, torch.Tensor other);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_bitwise_not(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_add(torch.Tensor self, torch.Tensor other, RfScalar alpha);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_add_scalar(torch.Tensor self, RfScalar other, RfScalar alpha);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_add_(torch.Tensor self, torch.Tensor other, RfScalar alpha);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_add_scalar_(torch.Tensor self, RfScalar other, RfScalar alpha);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_sub(torch.Tensor self, torch.Tensor other, RfScalar alpha);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_sub_scalar(torch.Tensor self, RfScalar other, RfScalar alpha);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_sub_(torch.Tensor self, torch.Tensor other, RfScalar alpha);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_sub_scalar_(torch.Tensor self, RfScalar other, RfScalar alpha);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_rsub_scalar(RfScalar left, torch.Tensor right);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_div(torch.Tensor self, torch.Tensor other, int mode);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_div_scalar(torch.Tensor self, RfScalar other, int mode);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_div_(torch.Tensor self, torch.Tensor other, int mode);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_div_scalar_(torch.Tensor self, RfScalar other, int mode);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_where(torch.Tensor condition, torch.Tensor x, torch.Tensor y);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_lerp(torch.Tensor self, torch.Tensor end, torch.Tensor weight);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_lerp_(torch.Tensor self, torch.Tensor end, torch.Tensor weight);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_clamp(torch.Tensor self, RfScalar* minimum, RfScalar* maximum);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_clamp_(torch.Tensor self, RfScalar* minimum, RfScalar* maximum);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_clamp_tensor(torch.Tensor self, [MarshalUsing(typeof(OptionalTensor))] torch.Tensor? minimum, [MarshalUsing(typeof(OptionalTensor))] torch.Tensor? maximum);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_addmm(torch.Tensor self, torch.Tensor mat1, torch.Tensor mat2, double beta, double alpha);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_baddbmm(torch.Tensor self, torch.Tensor batch1, torch.Tensor batch2, double beta, double alpha);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_addcmul(torch.Tensor self, torch.Tensor tensor1, torch.Tensor tensor2, RfScalar value);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_addcmul_(torch.Tensor self, torch.Tensor tensor1, torch.Tensor tensor2, RfScalar value);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_addcdiv(torch.Tensor self, torch.Tensor tensor1, torch.Tensor tensor2, RfScalar value);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_addcdiv_(torch.Tensor self, torch.Tensor tensor1, torch.Tensor tensor2, RfScalar value);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_einsum(byte* equation, TensorList operands, int count);
}
