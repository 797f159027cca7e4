// rf_nn_*: layers and losses as functions.
#include "shim.h"

using namespace ringfed;

RF_API Handle rf_nn_linear(Handle input, Handle weight, Handle bias) {
  return tensorOf([&] { return at::linear(*input, *weight, optionalTensor(bias)); });
}
RF_API Handle rf_nn_layer_norm(Handle input, const int64_t* shape, int32_t count, Handle weight, Handle bias, double eps) {
  return tensorOf([&] {
    return at::layer_norm(*input, ints(shape, count), optionalTensor(weight), optionalTensor(bias), eps);
  });
}
RF_API Handle rf_nn_group_norm(Handle input, int64_t groups, Handle weight, Handle bias, double eps) {
  return tensorOf([&] { return at::group_norm(*input, groups, optionalTensor(weight), optionalTensor(bias), eps); });
}
RF_API Handle rf_nn_dropout(Handle input, double p, int32_t training) {
  return tensorOf([&] { return at::dropout(*input, p, training != 0); });
}
RF_API Handle rf_nn_dropout_(Handle input, double p, int32_t training) {
  return inPlace(input, [&] { at::dropout_(*input, p, training != 0); });
}
RF_API Handle rf_nn_gelu(Handle input) { return tensorOf([&] { return at::gelu(*input); }); }
RF_API Handle rf_nn_leaky_relu(Handle input, double slope) {
  return tensorOf([&] { return at::leaky_relu(*input, slope); });
}
RF_API Handle rf_nn_leaky_relu_(Handle input, double slope) {
  return inPlace(input, [&] { at::leaky_relu_(*input, slope); });
}
RF_API Handle rf_nn_elu(Handle input, double alpha) { return tensorOf([&] { return at::elu(*input, alpha); }); }
RF_API Handle rf_nn_softplus(Handle input, double beta, double threshold) {
  return tensorOf([&] { return at::softplus(*input, beta, threshold); });
}
RF_API Handle rf_nn_softmax(Handle input, int64_t dim, int32_t type) {
  return tensorOf([&] { return at::softmax(*input, dim, optionalType(type)); });
}
RF_API Handle rf_nn_log_softmax(Handle input, int64_t dim, int32_t type) {
  return tensorOf([&] { return at::log_softmax(*input, dim, optionalType(type)); });
}

RF_API Handle rf_nn_one_hot(Handle input, int64_t classes) {
  return tensorOf([&] { return at::one_hot(*input, classes); });
}
RF_API Handle rf_nn_embedding(Handle input, Handle weight, int64_t paddingIndex) {
  return tensorOf([&] { return at::embedding(*weight, *input, paddingIndex); });
}
RF_API Handle rf_nn_conv2d(Handle input, Handle weight, Handle bias, const int64_t* stride, const int64_t* padding,
                           const int64_t* dilation, int64_t groups) {
  return tensorOf([&] {
    return at::conv2d(*input, *weight, optionalTensor(bias), ints(stride, 2), ints(padding, 2), ints(dilation, 2), groups);
  });
}
RF_API Handle rf_nn_conv_transpose2d(Handle input, Handle weight, Handle bias, const int64_t* stride,
                                     const int64_t* padding, const int64_t* outputPadding, int64_t groups,
                                     const int64_t* dilation) {
  return tensorOf([&] {
    return at::conv_transpose2d(*input, *weight, optionalTensor(bias), ints(stride, 2), ints(padding, 2),
                                ints(outputPadding, 2), groups, ints(dilation, 2));
  });
}

// Reductions are libtorch's: 0 none, 1 mean, 2 sum.
RF_API Handle rf_nn_cross_entropy(Handle input, Handle target, Handle weight, int64_t reduction, int64_t ignoreIndex,
                                  double smoothing) {
  return tensorOf([&] {
    return at::cross_entropy_loss(*input, *target, optionalTensor(weight), reduction, ignoreIndex, smoothing);
  });
}
RF_API Handle rf_nn_nll_loss(Handle input, Handle target, Handle weight, int64_t reduction, int64_t ignoreIndex) {
  return tensorOf([&] { return at::nll_loss_nd(*input, *target, optionalTensor(weight), reduction, ignoreIndex); });
}
RF_API Handle rf_nn_binary_cross_entropy(Handle input, Handle target, Handle weight, int64_t reduction) {
  return tensorOf([&] { return at::binary_cross_entropy(*input, *target, optionalTensor(weight), reduction); });
}
RF_API Handle rf_nn_binary_cross_entropy_with_logits(Handle input, Handle target, Handle weight, int64_t reduction,
                                                     Handle positiveWeight) {
  return tensorOf([&] {
    return at::binary_cross_entropy_with_logits(*input, *target, optionalTensor(weight), optionalTensor(positiveWeight),
                                                reduction);
  });
}
RF_API Handle rf_nn_mse_loss(Handle input, Handle target, int64_t reduction) {
  return tensorOf([&] { return at::mse_loss(*input, *target, reduction); });
}
RF_API Handle rf_nn_l1_loss(Handle input, Handle target, int64_t reduction) {
  return tensorOf([&] { return at::l1_loss(*input, *target, reduction); });
}
RF_API Handle rf_nn_smooth_l1_loss(Handle input, Handle target, int64_t reduction, double beta) {
  return tensorOf([&] { return at::smooth_l1_loss(*input, *target, reduction, beta); });
}
RF_API Handle rf_nn_kl_div(Handle input, Handle target, int64_t reduction, int32_t logTarget) {
  return tensorOf([&] { return at::kl_div(*input, *target, reduction, logTarget != 0); });
}

// Scales gradients so that their joint norm is at most maxNorm; writes the norm before.
RF_API int32_t rf_nn_clip_grad_norm(const Handle* parameters, int32_t count, double maxNorm, double normType, double* total) {
  return run([&] {
    at::NoGradGuard noGrad;
    std::vector<at::Tensor> norms;
    for (int32_t i = 0; i < count; i++) {
      const at::Tensor& gradient = parameters[i]->grad();
      if (gradient.defined()) norms.push_back(gradient.detach().norm(normType));
    }
    *total = 0;
    if (norms.empty()) return;
    at::Tensor joint = at::stack(norms);
    *total = (std::isinf(normType) ? joint.max() : joint.norm(normType)).item<double>();
    double factor = maxNorm / (*total + 1e-6);
    if (!(factor < 1)) return;
    for (int32_t i = 0; i < count; i++) {
      const at::Tensor& gradient = parameters[i]->grad();
      if (gradient.defined()) gradient.detach().mul_(factor);
    }
  });
}
