import { texts } from '../pairs'

/** Agent states, phases, outcomes and built-in reasons, by the code that the engine uses. */
export default texts('state', {
  Null: ['未登录', 'Logged off'],
  NotReady: ['未就绪', 'Not ready'],
  Ready: ['就绪', 'Ready'],
  Busy: ['忙碌', 'Busy'],
  WorkingAfterCall: ['话后处理', 'After-call work'],
  alerting: ['振铃', 'Ringing'],
  flow: ['自助流程', 'In the flow'],
  waiting: ['等待', 'Waiting'],
  offered: ['振铃', 'Ringing'],
  dialling: ['正在呼叫客户', 'Calling the customer'],
  connected: ['通话中', 'Talking'],
  held: ['保持', 'On hold'],
  reattaching: ['正在接回', 'Reattaching'],
  wrapping_up: ['话后处理', 'After-call work'],
  logged_on: ['刚登录', 'Just logged on'],
  no_answer: ['振铃未接', 'Did not answer'],
  refused: ['拒接', 'Refused'],
  unreachable: ['话机未连接', 'Softphone away'],
  forced: ['班长强制示忙', 'Set by a shift leader'],
  gone: ['页面已断开', 'Page gone'],
  nobody_logged_in: ['无人登录', 'Nobody logged in'],
  nobody_ready: ['无人就绪', 'Nobody ready'],
  skill_missing: ['没有具备技能的人', 'Nobody has the skill'],
  all_busy: ['全忙', 'Everybody busy'],
})
