// The journey by hand for Playwright Test, as its documentation teaches: fixtures, locators, one context a test.

import { appendFileSync, readFileSync } from 'node:fs';
import { expect, test as base, type Page } from '@playwright/test';

const task = JSON.parse(readFileSync(process.env.BENCHMARK_TASK!, 'utf8'));
const mark = () => appendFileSync(task.marks, `${Date.now() / 1000}\n`);

const test = base.extend<{ marks: void }>({
  // When a test begins with its browser running, and when its context is closed.
  marks: [async ({ browser }, use) => {
    mark();
    await use();
    mark();
  }, { auto: true }],
});

async function heard(page: Page, name: string): Promise<any> {
  const found = await page.waitForFunction((name) => (window as any).heard.find((one: any) => one.name === name)?.data, name);
  return found.jsonValue();
}

task.ports.forEach((port: number, number: number) => {
  test.describe(() => {
    test.use({ proxy: { server: `http://127.0.0.1:${port}`, bypass: '<-loopback>' } });

    test(`visitor ${number} starts a chat`, async ({ page }) => {
      await page.goto('https://shop.example/');
      expect(await heard(page, 'onload')).toEqual({ page: 'start-online', online: true });

      await page.evaluate('livechatoo.embed.page("online")');
      const chat = page.frameLocator('iframe');
      await chat.getByRole('textbox', { name: 'Your message' }).fill(`Hello from visitor ${number}`);
      await chat.getByRole('button', { name: 'Send' }).click();
      expect(await heard(page, 'onchatstart')).toEqual({ ticket: expect.any(String), initiator: 'client' });

      await page.evaluate('livechatoo.embed.flip()');
      expect(await heard(page, 'onchange')).toEqual({ chat_status: 'min' });
    });
  });
});
