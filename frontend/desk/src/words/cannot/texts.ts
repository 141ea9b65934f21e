import { texts } from '../pairs'

/** Why an agent cannot be offered an interaction now, by the code that the engine uses. */
export default texts('cannot', {
  not_logged_in: ['未登录', 'Logged off'],
  not_ready: ['未就绪', 'Not ready'],
  offered: ['正在振铃', 'Ringing already'],
  after_call_work: ['话后处理', 'After-call work'],
  page_gone: ['页面已断开', 'Page gone'],
  phone_away: ['软电话未连接', 'Softphone away'],
  capacity: ['没有空余容量', 'No capacity left'],
})
