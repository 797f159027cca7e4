// rf_optim_*: one call a step for all parameters of a group.
#include "shim.h"

#include <ATen/Parallel.h>

using namespace ringfed;

#if defined(__GNUC__)
#define RF_INLINE inline __attribute__((always_inline))
#else
#define RF_INLINE inline
#endif

#if defined(__GNUC__) && !defined(__clang__) && defined(__x86_64__) && defined(__linux__)
#define RF_CLONES __attribute__((target_clones("avx2", "default")))
#else
#define RF_CLONES
#endif

namespace {

struct AdamStep {
  double lr, beta1, beta2, eps, weightDecay;
  int32_t amsgrad, maximize, decoupled;
};

constexpr int64_t grain = 32768;

// What is the same for every element of a step.
template <class T>
struct AdamFactors {
  T beta1, beta2, rest1, rest2, size, root, eps, sign, coupled, keep;

  AdamFactors(const AdamStep& step, int64_t t)
      : beta1(static_cast<T>(step.beta1)),
        beta2(static_cast<T>(step.beta2)),
        rest1(static_cast<T>(1 - step.beta1)),
        rest2(static_cast<T>(1 - step.beta2)),
        size(static_cast<T>(step.lr / (1 - std::pow(step.beta1, static_cast<double>(t))))),
        root(static_cast<T>(1 / std::sqrt(1 - std::pow(step.beta2, static_cast<double>(t))))),
        eps(static_cast<T>(step.eps)),
        sign(step.maximize != 0 ? T(-1) : T(1)),
        coupled(step.decoupled != 0 ? T(0) : static_cast<T>(step.weightDecay)),
        keep(step.decoupled != 0 ? static_cast<T>(1 - step.lr * step.weightDecay) : T(1)) {}
};

// One pass over memory: weight, gradient and both moments are read and written once.
template <class T>
RF_INLINE void adamLoop(T* __restrict weight, const T* __restrict gradient, T* __restrict average,
                        T* __restrict square, int64_t count, const AdamFactors<T> f) {
  for (int64_t i = 0; i < count; i++) {
    const T w = weight[i] * f.keep;
    const T g = f.sign * gradient[i] + f.coupled * w;
    const T m = f.beta1 * average[i] + f.rest1 * g;
    const T v = f.beta2 * square[i] + f.rest2 * g * g;
    average[i] = m;
    square[i] = v;
    weight[i] = w - f.size * m / (std::sqrt(v) * f.root + f.eps);
  }
}

// Two copies of each, chosen by the processor when the library loads. AVX2 without FMA: all processors give equal bits.
RF_CLONES void adamRange(float* weight, const float* gradient, float* average, float* square, int64_t count,
                         const AdamFactors<float>& factors) {
  adamLoop<float>(weight, gradient, average, square, count, factors);
}
RF_CLONES void adamRange(double* weight, const double* gradient, double* average, double* square, int64_t count,
                         const AdamFactors<double>& factors) {
  adamLoop<double>(weight, gradient, average, square, count, factors);
}

template <class T>
void adamDense(T* weight, const T* gradient, T* average, T* square, int64_t count, const AdamStep& step, int64_t t) {
  const AdamFactors<T> factors(step, t);
  at::parallel_for(0, count, grain, [&](int64_t begin, int64_t end) {
    adamRange(weight + begin, gradient + begin, average + begin, square + begin, end - begin, factors);
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
