// rf_random_*: seeded generators and the draws that take one.
#include "shim.h"

using namespace ringfed;

namespace {
at::Generator defaultOf(int32_t deviceType, int32_t deviceIndex) {
  return at::globalContext().defaultGenerator(device(deviceType, deviceIndex));
}
}  // namespace

// The process-wide generator of a device, behind a handle of its own.
RF_API at::Generator* rf_random_default(int32_t deviceType, int32_t deviceIndex) {
  at::Generator* generator = nullptr;
  run([&] { generator = new at::Generator(defaultOf(deviceType, deviceIndex)); });
  return generator;
}
// An independent generator.
RF_API at::Generator* rf_random_new(uint64_t seed, int32_t deviceType, int32_t deviceIndex) {
  at::Generator* generator = nullptr;
  run([&] {
    at::Generator independent = defaultOf(deviceType, deviceIndex).clone();
    std::lock_guard<std::mutex> lock(independent.mutex());
    independent.set_current_seed(seed);
    generator = new at::Generator(independent);
  });
  return generator;
}
RF_API void rf_random_free(at::Generator* generator) { delete generator; }
RF_API int32_t rf_random_seed(at::Generator* generator, uint64_t seed) {
  return run([&] {
    std::lock_guard<std::mutex> lock(generator->mutex());
    generator->set_current_seed(seed);
  });
}
RF_API int32_t rf_random_initial_seed(at::Generator* generator, uint64_t* seed) {
  return run([&] {
    std::lock_guard<std::mutex> lock(generator->mutex());
    *seed = generator->current_seed();
  });
}
// A seed of the operating system's, set and returned.
RF_API int32_t rf_random_reseed(at::Generator* generator, uint64_t* seed) {
  return run([&] {
    std::lock_guard<std::mutex> lock(generator->mutex());
    *seed = generator->seed();
  });
}
RF_API Handle rf_random_get_state(at::Generator* generator) {
  return tensorOf([&] {
    std::lock_guard<std::mutex> lock(generator->mutex());
    return generator->get_state();
  });
}
RF_API int32_t rf_random_set_state(at::Generator* generator, Handle state) {
  return run([&] {
    std::lock_guard<std::mutex> lock(generator->mutex());
    generator->set_state(*state);
  });
}
// Seeds the CPU's generator and every accelerator's.
RF_API int32_t rf_random_manual_seed(int64_t seed) {
  return run([&] { at::manual_seed(static_cast<uint64_t>(seed)); });
}

namespace {
at::Tensor drawn(at::Tensor tensor, int32_t requiresGrad) {
  if (requiresGrad != 0) tensor.set_requires_grad(true);
  return tensor;
}
}  // namespace

RF_API Handle rf_random_rand(const int64_t* sizes, int32_t count, int32_t type, int32_t deviceType,
                             int32_t deviceIndex, int32_t requiresGrad, at::Generator* generator) {
  return tensorOf([&] {
    return drawn(at::rand(ints(sizes, count), optionalGenerator(generator), options(type, deviceType, deviceIndex)),
                  requiresGrad);
  });
}
RF_API Handle rf_random_randn(const int64_t* sizes, int32_t count, int32_t type, int32_t deviceType,
                              int32_t deviceIndex, int32_t requiresGrad, at::Generator* generator) {
  return tensorOf([&] {
    return drawn(at::randn(ints(sizes, count), optionalGenerator(generator), options(type, deviceType, deviceIndex)),
                  requiresGrad);
  });
}
RF_API Handle rf_random_randint(int64_t low, int64_t high, const int64_t* sizes, int32_t count, int32_t type,
                                int32_t deviceType, int32_t deviceIndex, int32_t requiresGrad,
                                at::Generator* generator) {
  return tensorOf([&] {
    return drawn(at::randint(low, high, ints(sizes, count), optionalGenerator(generator),
                              options(type, deviceType, deviceIndex)),
                  requiresGrad);
  });
}
RF_API Handle rf_random_randperm(int64_t n, int32_t type, int32_t deviceType, int32_t deviceIndex, int32_t requiresGrad,
                                 at::Generator* generator) {
  return tensorOf([&] {
    return drawn(at::randperm(n, optionalGenerator(generator), options(type, deviceType, deviceIndex)), requiresGrad);
  });
}
RF_API Handle rf_random_bernoulli(Handle p, at::Generator* generator) {
  return tensorOf([&] { return at::bernoulli(*p, optionalGenerator(generator)); });
}
RF_API Handle rf_random_bernoulli_(Handle self, double p, at::Generator* generator) {
  return inPlace(self, [&] { self->bernoulli_(p, optionalGenerator(generator)); });
}
RF_API Handle rf_random_multinomial(Handle weights, int64_t samples, int32_t replacement, at::Generator* generator) {
  return tensorOf([&] { return at::multinomial(*weights, samples, replacement != 0, optionalGenerator(generator)); });
}
RF_API Handle rf_random_normal_(Handle self, double mean, double std, at::Generator* generator) {
  return inPlace(self, [&] { self->normal_(mean, std, optionalGenerator(generator)); });
}
RF_API Handle rf_random_uniform_(Handle self, double from, double to, at::Generator* generator) {
  return inPlace(self, [&] { self->uniform_(from, to, optionalGenerator(generator)); });
}
RF_API Handle rf_random_exponential_(Handle self, double lambda, at::Generator* generator) {
  return inPlace(self, [&] { self->exponential_(lambda, optionalGenerator(generator)); });
}
RF_API Handle rf_random_poisson(Handle rate, at::Generator* generator) {
  return tensorOf([&] { return at::poisson(*rate, optionalGenerator(generator)); });
}
