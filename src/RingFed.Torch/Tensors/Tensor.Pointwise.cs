namespace TorchSharp;

public static partial class torch
{
    // Functions of one tensor, element by element. A trailing underscore changes the tensor itself.
    public static Tensor abs(Tensor input) => input.abs();

    public static Tensor abs_(Tensor input) => input.abs_();

    public static Tensor acos(Tensor input) => input.acos();

    public static Tensor acos_(Tensor input) => input.acos_();

    public static Tensor asin(Tensor input) => input.asin();

    public static Tensor asin_(Tensor input) => input.asin_();

    public static Tensor atan(Tensor input) => input.atan();

    public static Tensor atan_(Tensor input) => input.atan_();

    public static Tensor ceil(Tensor input) => input.ceil();

    public static Tensor ceil_(Tensor input) => input.ceil_();

    public static Tensor cos(Tensor input) => input.cos();

    public static Tensor cos_(Tensor input) => input.cos_();

    public static Tensor cosh(Tensor input) => input.cosh();

    public static Tensor cosh_(Tensor input) => input.cosh_();

    public static Tensor erf(Tensor input) => input.erf();

    public static Tensor erf_(Tensor input) => input.erf_();

    public static Tensor erfc(Tensor input) => input.erfc();

    public static Tensor erfc_(Tensor input) => input.erfc_();

    public static Tensor exp(Tensor input) => input.exp();

    public static Tensor exp_(Tensor input) => input.exp_();

    public static Tensor expm1(Tensor input) => input.expm1();

    public static Tensor expm1_(Tensor input) => input.expm1_();

    public static Tensor floor(Tensor input) => input.floor();

    public static Tensor floor_(Tensor input) => input.floor_();

    public static Tensor log(Tensor input) => input.log();

    public static Tensor log_(Tensor input) => input.log_();

    public static Tensor log10(Tensor input) => input.log10();

    public static Tensor log10_(Tensor input) => input.log10_();

    public static Tensor log1p(Tensor input) => input.log1p();

    public static Tensor log1p_(Tensor input) => input.log1p_();

    public static Tensor log2(Tensor input) => input.log2();

    public static Tensor log2_(Tensor input) => input.log2_();

    public static Tensor neg(Tensor input) => input.neg();

    public static Tensor neg_(Tensor input) => input.neg_();

    public static Tensor reciprocal(Tensor input) => input.reciprocal();

    public static Tensor reciprocal_(Tensor input) => input.reciprocal_();

    public static Tensor rsqrt(Tensor input) => input.rsqrt();

    public static Tensor rsqrt_(Tensor input) => input.rsqrt_();

    public static Tensor sigmoid(Tensor input) => input.sigmoid();

    public static Tensor sigmoid_(Tensor input) => input.sigmoid_();

    public static Tensor sin(Tensor input) => input.sin();

    public static Tensor sin_(Tensor input) => input.sin_();

    public static Tensor sinh(Tensor input) => input.sinh();

    public static Tensor sinh_(Tensor input) => input.sinh_();

    public static Tensor sqrt(Tensor input) => input.sqrt();

    public static Tensor sqrt_(Tensor input) => input.sqrt_();

    public static Tensor tan(Tensor input) => input.tan();

    public static Tensor tan_(Tensor input) => input.tan_();

    public static Tensor tanh(Tensor input) => input.tanh();

    public static Tensor tanh_(Tensor input) => input.tanh_();

    public static Tensor trunc(Tensor input) => input.trunc();

    public static Tensor trunc_(Tensor input) => input.trunc_();

    public static Tensor square(Tensor input) => input.square();

    public static Tensor isnan(Tensor input) => input.isnan();

    public static Tensor logical_not(Tensor input) => input.logical_not();

    public static Tensor digamma(Tensor input) => input.digamma();

    public static Tensor lgamma(Tensor input) => input.lgamma();

    public static Tensor erfinv(Tensor input) => input.erfinv();

    public static Tensor sign(Tensor input) => input.sign();

    public static Tensor sign_(Tensor input) => input.sign_();

    public static Tensor bitwise_not(Tensor input) => input.bitwise_not();

    public partial class Tensor
    {
        public Tensor abs() => Native.Own(Native.rf_tensor_abs(Handle));

        public Tensor abs_() => Same(Native.rf_tensor_abs_(Handle));

        public Tensor acos() => Native.Own(Native.rf_tensor_acos(Handle));

        public Tensor acos_() => Same(Native.rf_tensor_acos_(Handle));

        public Tensor asin() => Native.Own(Native.rf_tensor_asin(Handle));

        public Tensor asin_() => Same(Native.rf_tensor_asin_(Handle));

        public Tensor atan() => Native.Own(Native.rf_tensor_atan(Handle));

        public Tensor atan_() => Same(Native.rf_tensor_atan_(Handle));

        public Tensor ceil() => Native.Own(Native.rf_tensor_ceil(Handle));

        public Tensor ceil_() => Same(Native.rf_tensor_ceil_(Handle));

        public Tensor cos() => Native.Own(Native.rf_tensor_cos(Handle));

        public Tensor cos_() => Same(Native.rf_tensor_cos_(Handle));

        public Tensor cosh() => Native.Own(Native.rf_tensor_cosh(Handle));

        public Tensor cosh_() => Same(Native.rf_tensor_cosh_(Handle));

        public Tensor erf() => Native.Own(Native.rf_tensor_erf(Handle));

        public Tensor erf_() => Same(Native.rf_tensor_erf_(Handle));

        public Tensor erfc() => Native.Own(Native.rf_tensor_erfc(Handle));

        public Tensor erfc_() => Same(Native.rf_tensor_erfc_(Handle));

        public Tensor exp() => Native.Own(Native.rf_tensor_exp(Handle));

        public Tensor exp_() => Same(Native.rf_tensor_exp_(Handle));

        public Tensor expm1() => Native.Own(Native.rf_tensor_expm1(Handle));

        public Tensor expm1_() => Same(Native.rf_tensor_expm1_(Handle));

        public Tensor floor() => Native.Own(Native.rf_tensor_floor(Handle));

        public Tensor floor_() => Same(Native.rf_tensor_floor_(Handle));

        public Tensor log() => Native.Own(Native.rf_tensor_log(Handle));

        public Tensor log_() => Same(Native.rf_tensor_log_(Handle));

        public Tensor log10() => Native.Own(Native.rf_tensor_log10(Handle));

        public Tensor log10_() => Same(Native.rf_tensor_log10_(Handle));

        public Tensor log1p() => Native.Own(Native.rf_tensor_log1p(Handle));

        public Tensor log1p_() => Same(Native.rf_tensor_log1p_(Handle));

        public Tensor log2() => Native.Own(Native.rf_tensor_log2(Handle));

        public Tensor log2_() => Same(Native.rf_tensor_log2_(Handle));

        public Tensor neg() => Native.Own(Native.rf_tensor_neg(Handle));

        public Tensor neg_() => Same(Native.rf_tensor_neg_(Handle));

        public Tensor reciprocal() => Native.Own(Native.rf_tensor_reciprocal(Handle));

        public Tensor reciprocal_() => Same(Native.rf_tensor_reciprocal_(Handle));

        public Tensor relu() => Native.Own(Native.rf_tensor_relu(Handle));

        public Tensor relu_() => Same(Native.rf_tensor_relu_(Handle));

        public Tensor rsqrt() => Native.Own(Native.rf_tensor_rsqrt(Handle));

        public Tensor rsqrt_() => Same(Native.rf_tensor_rsqrt_(Handle));

        public Tensor sigmoid() => Native.Own(Native.rf_tensor_sigmoid(Handle));

        public Tensor sigmoid_() => Same(Native.rf_tensor_sigmoid_(Handle));

        public Tensor silu() => Native.Own(Native.rf_tensor_silu(Handle));

        public Tensor silu_() => Same(Native.rf_tensor_silu_(Handle));

        public Tensor sin() => Native.Own(Native.rf_tensor_sin(Handle));

        public Tensor sin_() => Same(Native.rf_tensor_sin_(Handle));

        public Tensor sinh() => Native.Own(Native.rf_tensor_sinh(Handle));

        public Tensor sinh_() => Same(Native.rf_tensor_sinh_(Handle));

        public Tensor sqrt() => Native.Own(Native.rf_tensor_sqrt(Handle));

        public Tensor sqrt_() => Same(Native.rf_tensor_sqrt_(Handle));

        public Tensor tan() => Native.Own(Native.rf_tensor_tan(Handle));

        public Tensor tan_() => Same(Native.rf_tensor_tan_(Handle));

        public Tensor tanh() => Native.Own(Native.rf_tensor_tanh(Handle));

        public Tensor tanh_() => Same(Native.rf_tensor_tanh_(Handle));

        public Tensor trunc() => Native.Own(Native.rf_tensor_trunc(Handle));

        public Tensor trunc_() => Same(Native.rf_tensor_trunc_(Handle));

        public Tensor square() => Native.Own(Native.rf_tensor_square(Handle));

        public Tensor isnan() => Native.Own(Native.rf_tensor_isnan(Handle));

        public Tensor isinf() => Native.Own(Native.rf_tensor_isinf(Handle));

        public Tensor isfinite() => Native.Own(Native.rf_tensor_isfinite(Handle));

        public Tensor logical_not() => Native.Own(Native.rf_tensor_logical_not(Handle));

        public Tensor log_sigmoid() => Native.Own(Native.rf_tensor_log_sigmoid(Handle));

        public Tensor digamma() => Native.Own(Native.rf_tensor_digamma(Handle));

        public Tensor lgamma() => Native.Own(Native.rf_tensor_lgamma(Handle));

        public Tensor erfinv() => Native.Own(Native.rf_tensor_erfinv(Handle));

        public Tensor sign() => Native.Own(Native.rf_tensor_sign(Handle));

        public Tensor sign_() => Same(Native.rf_tensor_sign_(Handle));

        public Tensor bitwise_not() => Native.Own(Native.rf_tensor_bitwise_not(Handle));
    }
}
