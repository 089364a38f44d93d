// SPDX-License-Identifier: MIT
// Pasted configurations as users have them: calls, command lines and YAML of the libraries become a rule, β, G and clip.
import { describe, expect, it } from "vitest";
import { readConfiguration } from "../../../web/src/trainers/config/read";
import { configurations } from "../../../web/src/trainers/trainers";

async function read(text: string, chosen: string | null = null) {
  const { meaning, problems, style } = await readConfiguration(text, chosen);
  const texts = problems.map(({ line, text }) => `${line}: ${text}`);
  if (!meaning) return { style, problems: texts };
  const { trainer, beta, groupSize, clip, used, ignored, defaults, rule } = meaning;
  return {
    style, trainer, beta, groupSize, clip, rule,
    used: used.map(({ key, line }) => `${key}@${line}`),
    ignored: ignored.map(({ key, line }) => `${key}@${line}`),
    defaults: defaults.map(({ key }) => key),
    problems: texts,
  }; // prettier-ignore
}

const call = `from trl import GRPOConfig, GRPOTrainer

training_args = GRPOConfig(
    output_dir="Qwen2-0.5B-GRPO",  # beta=7 is no argument
    learning_rate=1e-5,
    num_generations = 16, beta=0.04,
    epsilon=0.2,
    epsilon_high=0.28,
    model_init_kwargs={"torch_dtype": "bfloat16", "beta": 3},
    reward_weights=[1.0, 0.5],
)
trainer = GRPOTrainer(model="m", reward_funcs=reward_len, args=training_args)
`;

describe("a call of GRPOConfig", () => {
  it("gives trainer, β, G and clip, names what it ignores, and fills in the rest from the data file", async () => {
    const found = await read(call);
    expect(found).toMatchObject({
      style: "call", trainer: "trl-1-10", beta: 0.04, groupSize: 16, clip: { low: 0.2, high: 0.28, dual: null }, problems: [],
    }); // prettier-ignore
    expect(found.used).toEqual(["learning_rate@5", "num_generations@6", "beta@6", "epsilon@7", "epsilon_high@8"]);
    expect(found.ignored).toEqual(["output_dir@4", "model_init_kwargs@9", "reward_weights@10"]);
    expect(found.defaults).toEqual(["scale_rewards", "use_bias_correction_kl"]);
  });

  it("means what the version that is chosen makes of it", async () => {
    expect(await read(call, "trl-1-9")).toMatchObject({ trainer: "trl-1-9", beta: 0.04 });
    expect(await read("GRPOConfig()", "trl-0-18")).toMatchObject({ trainer: "trl-0-18", beta: 0.04, groupSize: 8 });
    expect(await read("GRPOConfig()", "trl-1-9")).toMatchObject({ trainer: "trl-1-9.none", beta: 0 });
    expect(await read("GRPOConfig(beta=1, use_bias_correction_kl=False)")).toMatchObject({ trainer: "trl-1-9" });
  });

  it("reads scale_rewards in all its forms", async () => {
    for (const none of ["False", '"none"', "'none'"])
      expect(await read(`GRPOConfig(beta=0.1, scale_rewards=${none})`)).toMatchObject({
        rule: { preference: { model: "shift" } },
        problems: [],
      });
    const batch = await read('trl.GRPOConfig(\n beta=0.1,\n scale_rewards="batch")');
    expect(batch.problems).toEqual([expect.stringMatching(/^3: .*std of the whole batch/)]);
  });

  it("of RLOOConfig is RLOO", async () => {
    expect(await read("RLOOConfig(beta=0.05, num_generations=4)")).toMatchObject({ trainer: "trl-rloo", groupSize: 4 });
  });

  it("tells what it cannot know, with the line, and uses the default", async () => {
    const found = await read("GRPOConfig(\n  beta=args.beta,\n  num_generations=2.5,\n  **extra,\n  'x',\n)");
    expect(found).toMatchObject({ beta: 0, groupSize: 8 });
    expect(found.problems.map((text) => text.slice(0, 2))).toEqual(["2:", "3:", "4:", "5:"]);
    expect(found.problems[0]).toContain("args.beta");
    expect(found.problems[1]).toContain("whole number");
  });

  it("that does not end, or holds a string that does not, says where it begins", async () => {
    expect((await read("\nx = GRPOConfig(\n  beta=0.1,\n")).problems).toEqual([
      "2: The call of GRPOConfig has no closing bracket.",
    ]);
    expect((await read("GRPOConfig(\n beta=0.1,\n run_name='oops,\n)")).problems[0]).toMatch(/^3: A string/);
  });
});

const verl = `set -x
# the usual
MODEL=\${MODEL:-Qwen/Qwen2-7B-Instruct}
kl_loss_coef=0.001
train_files="['$HOME/a.parquet', '$HOME/b.parquet']"

python3 -m verl.trainer.main_ppo \\
    algorithm.adv_estimator=grpo \\
    data.train_files="$train_files" \\
    actor_rollout_ref.actor.use_kl_loss=True \\
    actor_rollout_ref.actor.kl_loss_coef=\${kl_loss_coef} \\
    actor_rollout_ref.actor.kl_loss_type=low_var_kl \\
    +actor_rollout_ref.actor.extra=3 \\
    actor_rollout_ref.rollout.n=5 \\
    actor_rollout_ref.rollout.val_kwargs.n=1 \\
    algorithm.use_kl_in_reward=False \\
    trainer.logger=['console','wandb'] $@
`;

describe("a command line of verl", () => {
  it("gives trainer, β, G and clip, with variables that the text sets", async () => {
    const found = await read(verl);
    expect(found).toMatchObject({
      style: "shell", trainer: "verl", beta: 0.001, groupSize: 5, clip: { low: 0.2, high: 0.2, dual: 3 }, problems: [],
    }); // prettier-ignore
    expect(found.used).toContain("actor_rollout_ref.rollout.n@14");
    expect(found.ignored).toEqual(["data.train_files@9", "actor_rollout_ref.actor.extra@13", "actor_rollout_ref.rollout.val_kwargs.n@15", "trainer.logger@17"]); // prettier-ignore
  });

  it.each([
    ["actor_rollout_ref.actor.use_kl_loss=True actor_rollout_ref.actor.kl_loss_type=k3+", "verl-plus"],
    ["actor_rollout_ref.actor.use_kl_loss=True actor_rollout_ref.actor.kl_loss_type=kl", "verl.k1-in-loss"],
    ["algorithm.use_kl_in_reward=True", "verl-reward"],
    ["algorithm.norm_adv_by_std_in_grpo=False actor_rollout_ref.actor.use_kl_loss=True", "verl-no-std"],
    ["algorithm.filter_groups.enable=True", "verl.resample.none"],
    ["actor_rollout_ref.actor.use_kl_loss=False", "verl.none"],
  ])("%s is %s", async (options, trainer) => {
    expect(await read(`python3 -m verl.trainer.main_ppo algorithm.adv_estimator=grpo ${options}`)).toMatchObject({ trainer, problems: [] }); // prettier-ignore
  });

  it("says so where its estimator is no group’s, by default or not", async () => {
    const found = await read("python3 -m verl.trainer.main_ppo \\\n actor_rollout_ref.rollout.n=8");
    expect(found.problems).toEqual([expect.stringMatching(/adv_estimator = gae, the default,/)]);
    expect((await read("python3 -m verl.trainer.main_ppo \\\n algorithm.adv_estimator=remax")).problems).toEqual([expect.stringMatching(/^2: .*remax/)]); // prettier-ignore
  });

  it("with a variable from elsewhere uses the default, and says so", async () => {
    const found = await read(verl.replace("kl_loss_coef=0.001\n", "\n").replace("n=5", "n=$N"));
    expect(found).toMatchObject({ beta: 0.001, groupSize: 1 });
    expect(found.problems).toEqual([expect.stringMatching(/^11: .*kl_loss_coef.*not said/), expect.stringMatching(/^14: .*\$N/)]); // prettier-ignore
  });

  it("as its YAML means the same, references followed", async () => {
    const yaml = `algorithm:
  adv_estimator: grpo
  kl_ctrl: {type: fixed, kl_coef: 0.002}
actor_rollout_ref:
  actor:
    use_kl_loss: yes   # not True
    kl_loss_coef: \${algorithm.kl_ctrl.kl_coef}
    clip_ratio_low: .2
    clip_ratio_high: 2.8e-1
  rollout:
    n: 8
    val_kwargs: {n: 1}
critic:
  rollout_n: \${actor_rollout_ref.rollout.n}
trainer:
  logger: [console, wandb]
`;
    const found = await read(yaml);
    expect(found).toMatchObject({ style: "yaml", trainer: "verl", beta: 0.002, groupSize: 8, clip: { low: 0.2, high: 0.28 }, problems: [] }); // prettier-ignore
    expect(found.used).toContain("actor_rollout_ref.actor.kl_loss_coef@7");
    expect(found.ignored).toEqual([
      "actor_rollout_ref.rollout.val_kwargs.n@12",
      "critic.rollout_n@14",
      "trainer.logger@16",
    ]);
  });
});

describe("a command line of OpenRLHF", () => {
  const head =
    'ray job submit --address="http://127.0.0.1:8265" \\\n --runtime-env-json=\'{"working_dir": "/openrlhf"}\' \\\n -- python3 -m openrlhf.cli.train_ppo_ray \\\n';

  it("gives trainer, β, G and clip", async () => {
    const found = await read(`${head} --init_kl_coef 1e-3 --use_kl_loss --kl_estimator k3 \\\n --advantage_estimator group_norm --eps_clip_low_high 0.2 0.27 --dynamic_filtering \\\n --n_samples_per_prompt 8 --gamma 1.0\n\n# You could also try\n#   --kl_estimator k2 \\\n`); // prettier-ignore
    expect(found).toMatchObject({
      style: "shell",
      beta: 0.001,
      groupSize: 8,
      clip: { low: 0.2, high: 0.27 },
      problems: [],
    });
    expect(found.rule).toEqual({
      preference: { model: "group", std: "sample", epsilon: 1e-9, silentGroups: "resample" },
      penalty: { klTerm: "k3-in-loss" },
    });
    expect(found.ignored).toEqual(["address@1", "runtime-env-json@2"]);
  });

  it.each([
    ["--advantage_estimator group_norm", "openrlhf"],
    ["--advantage_estimator dr_grpo", "openrlhf-dr"],
    ["--advantage_estimator group_norm --use_kl_loss", "openrlhf-loss"],
    ["--advantage_estimator group_norm --use_kl_loss --use_kl_estimator_k3", "openrlhf.k3-in-loss"],
    [
      "--algo.advantage.estimator group_norm --algo.kl.use_loss --algo.kl.estimator k2 --algo.kl.init_coef 0.01",
      "openrlhf.k2-in-loss",
    ],
    ["--advantage_estimator rloo", "openrlhf.leave-one-out"],
  ])("%s is %s", async (options, trainer) => {
    expect(await read(head + options)).toMatchObject({ trainer, problems: [] });
  });

  it("whose estimator in the reward is not k1 is told to be no rule of the format", async () => {
    expect((await read(`${head} --advantage_estimator group_norm --kl_estimator k3`)).problems).toEqual([expect.stringMatching(/^4: kl_estimator = k3 .*no rule/)]); // prettier-ignore
  });
});

describe("a YAML of NeMo-RL", () => {
  const yaml = "grpo:\n  num_prompts_per_step: 32\n  num_generations_per_prompt: 32\n  normalize_rewards: true\n  use_leave_one_out_baseline: true\nloss_fn:\n  reference_policy_kl_penalty: 0.01\n  ratio_clip_min: 0.2\n  ratio_clip_max: 0.28\n  ratio_clip_c: null\npolicy:\n  dynamic_batching:\n    train_mb_tokens: ${mul:${policy.a}, ${policy.b}}\n"; // prettier-ignore

  it("gives trainer, β, G and clip", async () => {
    const found = await read(yaml);
    expect(found).toMatchObject({ style: "yaml", trainer: "nemo-rl", beta: 0.01, groupSize: 32, clip: { low: 0.2, high: 0.28, dual: null }, problems: [] }); // prettier-ignore
    expect(found.ignored).toEqual(["policy.dynamic_batching.train_mb_tokens@13"]);
  });

  it("without leave-one-out and std is the shift", async () => {
    const found = await read(yaml.replace(/true/g, "false"));
    expect(found.rule).toEqual({ preference: { model: "shift" }, penalty: { klTerm: "k3-times-ratio-in-loss" } });
  });
});

describe("the other libraries", () => {
  it.each([
    ["python open_instruct/grpo_fast.py --beta 0.01 --num_samples_per_prompt_rollout 16 --kl_estimator 2 --advantage_normalization_type standard", "open-instruct-standard", 0.01, 16],
    ["python open_instruct/grpo_fast.py --beta 0.05", "open-instruct", 0.05, 4],
    ["GRPO_ARGS=(\n   --advantage-estimator grpo\n   --use-kl-loss\n   --kl-loss-coef 0.01 # small\n   --kl-loss-type low_var_kl\n   --eps-clip-high 0.28\n)\npython3 train.py --n-samples-per-prompt 8 ${GRPO_ARGS[@]} # slime", "slime.k3-in-loss", 0.01, 8],
    ["python train_zero_math.py --critic_type drgrpo --num_samples 8 --beta 0", "dr-grpo", 0, 8],
    ["trl grpo --beta 0.04 --num_generations 8 --scale_rewards group", "trl-1-10", 0.04, 8],
    ["beta: 0.04\nnum_generations: 8\nscale_rewards: none\n", "trl-1-10.shift", 0.04, 8],
  ])("%s", async (text, trainer, beta, groupSize) => {
    expect(await read(text)).toMatchObject({ trainer, beta, groupSize, problems: [] });
  }); // prettier-ignore
});

describe("hostile and broken texts", () => {
  it("that are nothing known say so", async () => {
    for (const text of [
      "hello",
      "SELECT * FROM t;",
      "a: 1\nb: [2]\n",
      "--x 3",
      "<script>alert(1)</script>",
      "\0\u{1f600}",
    ])
      expect((await read(text)).problems.at(-1)).toBe("null: No key of a trainer that this page knows was found.");
    expect(await read("  \n ")).toEqual({ style: null, problems: [] });
    expect((await read("x".repeat(1_000_001))).problems[0]).toContain("1000001 characters");
  });

  it("in YAML say the line of what is broken", async () => {
    expect((await read("grpo:\n  num_generations_per_prompt: 8\n bad: [1,\nx: 2\n")).problems[0]).toMatch(
      /^[34]: This is no YAML/,
    );
    expect((await read("loss_fn:\n  reference_policy_kl_penalty: 0.1\nloss_fn:\n  reference_policy_kl_penalty: 0.2\n")).problems).toEqual([expect.stringMatching(/^4: .*given again, after line 2/)]); // prettier-ignore
  });

  it("in a shell say where a quotation mark opens", async () => {
    expect((await read("python3 -m verl.trainer.main_ppo \\\n algorithm.adv_estimator='grpo \\\n x=1")).problems[0]).toMatch(/^2: A quotation mark/); // prettier-ignore
  });

  it("with numbers out of range name key, value and rule", async () => {
    const found = await read("GRPOConfig(\n beta=-1,\n num_generations=0,\n epsilon=nan)");
    expect(found.problems).toHaveLength(3);
    expect(found.problems[0]).toBe(
      "2: beta: “-1” should be a number that is 0, or a number from 1e-6 to 1e6; the default, 0.0, is used.",
    );
    expect((await read("GRPOConfig(beta=1e999)")).problems[0]).toContain("1e999");
  });

  it("with names of objects’ own parts are read as any others", async () => {
    for (const text of [
      "GRPOConfig(__proto__=1, constructor=2, beta=0.1)",
      "__proto__: {beta: 1}\nconstructor: 2\nbeta: 0.1\nnum_generations: 4\n",
      "trl grpo --__proto__ 1 --constructor=2 --beta 0.1",
    ])
      expect(await read(text)).toMatchObject({ beta: 0.1 });
    expect(({} as Record<string, unknown>)["beta"]).toBeUndefined();
  });

  it("that grow when unfolded, or nest deeply, come back at once", async () => {
    const bomb = `a: &a [x,x,x,x]\n${"bcdefghijk".split("").map((name, k) => `${name}: &${name} [*${"abcdefghij"[k]},*${"abcdefghij"[k]},*${"abcdefghij"[k]}]`).join("\n")}\ngrpo: *k\n`; // prettier-ignore
    const start = performance.now();
    await read(bomb);
    await read(`grpo: ${"[".repeat(50_000)}`);
    await read(`GRPOConfig(${"(".repeat(200_000)}`);
    await read(`GRPOConfig(${"beta=1,".repeat(50_000)})`);
    await read(`${"$".repeat(100_000)}{${"a=b ".repeat(100_000)}`);
    await read(`--beta ${"\\\n".repeat(200_000)}`);
    await read(`${"GRPOConfig ".repeat(50_000)}`);
    await read(`a: \${a}\n${"beta: 1\n".repeat(20_000)}`);
    expect(performance.now() - start).toBeLessThan(5_000);
  });

  it("of any kind never throw: every text cut and mixed at random", async () => {
    let seed = 7;
    const next = (below: number) => {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
      return Math.floor((seed / 2 ** 32) * below);
    };
    const texts = [call, verl, "grpo:\n  num_generations_per_prompt: 8\nloss_fn: {reference_policy_kl_penalty: .1}\n"];
    const bits = ["'", '"', "(", ")", "\\\n", "${", "$((", "#", ":", "=", "- ", "&a ", "*a", "\0", "None", "'''", "1e", "--"]; // prettier-ignore
    for (let k = 0; k < 600; ++k) {
      let text = texts[next(texts.length)]!;
      for (let cuts = 1 + next(4); cuts > 0; --cuts) {
        const at = next(text.length);
        text = text.slice(0, at) + bits[next(bits.length)] + text.slice(at + next(5));
      }
      const { meaning } = await readConfiguration(text);
      if (meaning) expect(Number.isFinite(meaning.beta) && Number.isInteger(meaning.groupSize), text).toBe(true);
    }
  });
});

it("every default of every library is understood by its own cases", async () => {
  for (const configuration of configurations) {
    const { interpret } = await import("../../../web/src/trainers/config/interpret");
    const meaning = interpret([], configuration);
    expect(meaning.groupSize, configuration.id).toBeGreaterThanOrEqual(1);
    expect(meaning.clip.low, configuration.id).toBeGreaterThan(0);
  }
});
