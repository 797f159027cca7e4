// rf_optim_*: one call a step for all parameters of a group.
#include "shim.h"

#include <ATen/Parallel.h>

using namespace ringfed;

namespace {

struct AdamStep {
  double lr, beta1, beta2, eps, weightDecay;
  int32_t amsgrad, maximize, decoupled;
};

constexpr int64_t grain = 32768;

// One pass over memory: weight, gradient and both moments are read and written once.
template <class T>
void adamDense(T* weight, const T* gradient, T* average, T* square, int64_t count, const AdamStep& step, int64_t t) {
  const T beta1 = static_cast<T>(step.beta1), beta2 = static_cast<T>(step.beta2);
  const T rest1 = static_cast<T>(1 - step.beta1), rest2 = static_cast<T>(1 - step.beta2);
  const double correction1 = 1 - std::pow(step.beta1, static_cast<double>(t));
  const double correction2 = 1 - std::pow(step.beta2, static_cast<double>(t));
  const T size = static_cast<T>(step.lr / correction1);
  const T root = static_cast<T>(1 / std::sqrt(correction2));
  const T eps = static_cast<T>(step.eps);
  const T sign = step.maximize != 0 ? T(-1) : T(1);
  const T coupled = step.decoupled != 0 ? T(0) : static_cast<T>(step.weightDecay);
  const T keep = step.decoupled != 0 ? static_cast<T>(1 - step.lr * step.weightDecay) : T(1);
  at::parallel_for(0, count, grain, [=](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; i++) {
      T w = weight[i] * keep;
      const T g = sign * gradient[i] + coupled * w;
      const T m = beta1 * average[i] + rest1 * g;
      const T v = beta2 * square[i] + rest2 * g * g;
      average[i] = m;
      square[i] = v;
      weight[i] = w - size * m / (std::sqrt(v) * root + eps);
    }
  });
}

bool dense(const at::Tensor& tensor, at::ScalarType type) {
  return tensor.device().is_cpu() && tensor.layout() == at::kStrided && tensor.scalar_type() == type &&
         tensor.is_contiguous();
}

template <class T>
bool tryDense(at::Tensor& weight, const at::Tensor& gradient, at::Tensor& average, at::Tensor& square,
              const AdamStep& step, int64_t t, at::ScalarType type) {
  if (step.amsgrad != 0 || !dense(weight, type) || !dense(gradient, type) || !dense(average, type) || !dense(square, type)) return false;
  adamDense(static_cast<T*>(weight.data_ptr()), static_cast<const T*>(gradient.data_ptr()),
            static_cast<T*>(average.data_ptr()), static_cast<T*>(square.data_ptr()), weight.numel(), step, t);
  // The tape must see that the weight changed, as after any in-place operation.
  weight.unsafeGetTensorImpl()->bump_version();
  return true;
}

// Any device and type, a few kernels a parameter.
void adamGeneral(at::Tensor& weight, at::Tensor gradient, at::Tensor& average, at::Tensor& square,
                 at::Tensor* largest, const AdamStep& step, int64_t t) {
  if (step.maximize != 0) gradient = gradient.neg();
  if (step.decoupled != 0) {
    weight.mul_(1 - step.lr * step.weightDecay);
  } else if (step.weightDecay != 0) {
    gradient = gradient.add(weight, step.weightDecay);
  }
  average.mul_(step.beta1).add_(gradient, 1 - step.beta1);
  square.mul_(step.beta2).addcmul_(gradient, gradient, 1 - step.beta2);
  const double correction1 = 1 - std::pow(step.beta1, static_cast<double>(t));
  const double correction2 = 1 - std::pow(step.beta2, static_cast<double>(t));
  at::Tensor second = square;
  if (step.amsgrad != 0) {
    at::maximum_out(*largest, *largest, square);
    second = *largest;
  }
  at::Tensor denominator = second.sqrt().div_(std::sqrt(correction2)).add_(step.eps);
  weight.addcdiv_(average, denominator, -step.lr / correction1);
}

}  // namespace

// Adam (Kingma and Ba 2015, algorithm 1), AMSGrad, or AdamW (Loshchilov and Hutter 2019) where decoupled is set.
// Parameters without a gradient are left alone, and so is their step count.
RF_API int32_t rf_optim_adam(const Handle* weights, const Handle* averages, const Handle* squares,
                             const Handle* largest, int64_t* steps, int32_t count, const AdamStep* step) {
  return run([&] {
    at::NoGradGuard noGrad;
    for (int32_t i = 0; i < count; i++) {
      at::Tensor& weight = *weights[i];
      const at::Tensor& gradient = weight.grad();
      if (!gradient.defined()) continue;
      const int64_t t = ++steps[i];
      if (tryDense<float>(weight, gradient, *averages[i], *squares[i], *step, t, at::kFloat)) continue;
      if (tryDense<double>(weight, gradient, *averages[i], *squares[i], *step, t, at::kDouble)) continue;
      adamGeneral(weight, gradient, *averages[i], *squares[i], step->amsgrad != 0 ? largest[i] : nullptr, *step, t);
    }
  });
}

struct SgdStep {
  double lr, momentum, dampening, weightDecay;
  int32_t nesterov, maximize;
};

// Momentum buffers that are null are not yet started; the caller receives new ones in their place.
RF_API int32_t rf_optim_sgd(const Handle* weights, Handle* buffers, int32_t count, const SgdStep* step) {
  return run([&] {
    at::NoGradGuard noGrad;
    for (int32_t i = 0; i < count; i++) {
      at::Tensor& weight = *weights[i];
      if (!weight.grad().defined()) continue;
      at::Tensor gradient = step->maximize != 0 ? weight.grad().neg() : weight.grad();
      if (step->weightDecay != 0) gradient = gradient.add(weight, step->weightDecay);
      if (step->momentum != 0) {
        if (buffers[i] == nullptr) {
          buffers[i] = own(gradient.detach().clone());
        } else {
          buffers[i]->mul_(step->momentum).add_(gradient, 1 - step->dampening);
        }
        gradient = step->nesterov != 0 ? gradient.add(*buffers[i], step->momentum) : *buffers[i];
      }
      weight.add_(gradient, -step->lr);
    }
  });
}
