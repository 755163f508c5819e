import { readFileSync } from 'node:fs';
import { defineConfig } from '@playwright/test';

const task = JSON.parse(readFileSync(process.env.BENCHMARK_TASK!, 'utf8'));

export default defineConfig({
  testDir: '.',
  fullyParallel: true,
  workers: 2,
  retries: 0,
  reporter: 'dot',
  use: {
    browserName: 'chromium',
    trace: 'off',
    screenshot: 'off',
    video: 'off',
    launchOptions: {
      executablePath: task.browser,
      args: [`--ignore-certificate-errors-spki-list=${task.fingerprint}`],
    },
  },
});
