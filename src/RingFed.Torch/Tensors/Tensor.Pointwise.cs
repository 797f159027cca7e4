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
        public Tensor abs() => Native.Own(Native.rf_tensor_abs(this));

        public Tensor abs_() => Same(Native.rf_tensor_abs_(this));

        public Tensor acos() => Native.Own(Native.rf_tensor_acos(this));

        public Tensor acos_() => Same(Native.rf_tensor_acos_(this));

        public Tensor asin() => Native.Own(Native.rf_tensor_asin(this));

        public Tensor asin_() => Same(Native.rf_tensor_asin_(this));

        public Tensor atan() => Native.Own(Native.rf_tensor_atan(this));

        public Tensor atan_() => Same(Native.rf_tensor_atan_(this));

        public Tensor ceil() => Native.Own(Native.rf_tensor_ceil(this));

        public Tensor ceil_() => Same(Native.rf_tensor_ceil_(this));

        public Tensor cos() => Native.Own(Native.rf_tensor_cos(this));

        public Tensor cos_() => Same(Native.rf_tensor_cos_(this));

        public Tensor cosh() => Native.Own(Native.rf_tensor_cosh(this));

        public Tensor cosh_() => Same(Native.rf_tensor_cosh_(this));

        public Tensor erf() => Native.Own(Native.rf_tensor_erf(this));

        public Tensor erf_() => Same(Native.rf_tensor_erf_(this));

        public Tensor erfc() => Native.Own(Native.rf_tensor_erfc(this));

        public Tensor erfc_() => Same(Native.rf_tensor_erfc_(this));

        public Tensor exp() => Native.Own(Native.rf_tensor_exp(this));

        public Tensor exp_() => Same(Native.rf_tensor_exp_(this));

        public Tensor expm1() => Native.Own(Native.rf_tensor_expm1(this));

        public Tensor expm1_() => Same(Native.rf_tensor_expm1_(this));

        public Tensor floor() => Native.Own(Native.rf_tensor_floor(this));

        public Tensor floor_() => Same(Native.rf_tensor_floor_(this));

        public Tensor log() => Native.Own(Native.rf_tensor_log(this));

        public Tensor log_() => Same(Native.rf_tensor_log_(this));

        public Tensor log10() => Native.Own(Native.rf_tensor_log10(this));

        public Tensor log10_() => Same(Native.rf_tensor_log10_(this));

        public Tensor log1p() => Native.Own(Native.rf_tensor_log1p(this));

        public Tensor log1p_() => Same(Native.rf_tensor_log1p_(this));

        public Tensor log2() => Native.Own(Native.rf_tensor_log2(this));

        public Tensor log2_() => Same(Native.rf_tensor_log2_(this));

        public Tensor neg() => Native.Own(Native.rf_tensor_neg(this));

        public Tensor neg_() => Same(Native.rf_tensor_neg_(this));

        public Tensor reciprocal() => Native.Own(Native.rf_tensor_reciprocal(this));

        public Tensor reciprocal_() => Same(Native.rf_tensor_reciprocal_(this));

        public Tensor relu() => Native.Own(Native.rf_tensor_relu(this));

        public Tensor relu_() => Same(Native.rf_tensor_relu_(this));

        public Tensor rsqrt() => Native.Own(Native.rf_tensor_rsqrt(this));

        public Tensor rsqrt_() => Same(Native.rf_tensor_rsqrt_(this));

        public Tensor sigmoid() => Native.Own(Native.rf_tensor_sigmoid(this));

        public Tensor sigmoid_() => Same(Native.rf_tensor_sigmoid_(this));

        public Tensor silu() => Native.Own(Native.rf_tensor_silu(this));

        public Tensor silu_() => Same(Native.rf_tensor_silu_(this));

        public Tensor sin() => Native.Own(Native.rf_tensor_sin(this));

        public Tensor sin_() => Same(Native.rf_tensor_sin_(this));

        public Tensor sinh() => Native.Own(Native.rf_tensor_sinh(this));

        public Tensor sinh_() => Same(Native.rf_tensor_sinh_(this));

        public Tensor sqrt() => Native.Own(Native.rf_tensor_sqrt(this));

        public Tensor sqrt_() => Same(Native.rf_tensor_sqrt_(this));

        public Tensor tan() => Native.Own(Native.rf_tensor_tan(this));

        public Tensor tan_() => Same(Native.rf_tensor_tan_(this));

        public Tensor tanh() => Native.Own(Native.rf_tensor_tanh(this));

        public Tensor tanh_() => Same(Native.rf_tensor_tanh_(this));

        public Tensor trunc() => Native.Own(Native.rf_tensor_trunc(this));

        public Tensor trunc_() => Same(Native.rf_tensor_trunc_(this));

        public Tensor square() => Native.Own(Native.rf_tensor_square(this));

        public Tensor isnan() => Native.Own(Native.rf_tensor_isnan(this));

        public Tensor isinf() => Native.Own(Native.rf_tensor_isinf(this));

        public Tensor isfinite() => Native.Own(Native.rf_tensor_isfinite(this));

        public Tensor logical_not() => Native.Own(Native.rf_tensor_logical_not(this));

        public Tensor log_sigmoid() => Native.Own(Native.rf_tensor_log_sigmoid(this));

        public Tensor digamma() => Native.Own(Native.rf_tensor_digamma(this));

        public Tensor lgamma() => Native.Own(Native.rf_tensor_lgamma(this));

        public Tensor erfinv() => Native.Own(Native.rf_tensor_erfinv(this));

        public Tensor sign() => Native.Own(Native.rf_tensor_sign(this));

        public Tensor sign_() => Same(Native.rf_tensor_sign_(this));

        public Tensor bitwise_not() => Native.Own(Native.rf_tensor_bitwise_not(this));
    }
}
